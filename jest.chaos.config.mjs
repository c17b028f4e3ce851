import base from './jest.config.mjs'

/** Brokers killed under load; minutes, one suite at a time. */
export default { ...base, testMatch: ['<rootDir>/test/chaos/**/*.test.ts'], testTimeout: 180_000, maxWorkers: 1 }
