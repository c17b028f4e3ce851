import base from './jest.config.mjs'

/** The cluster of docker-compose.yml in containers; COMPOSE_MINUTES says for how long they suffer. */
export default { ...base, testMatch: ['<rootDir>/test/compose/**/*.test.ts'], maxWorkers: 1 }
