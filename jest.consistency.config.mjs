import base from './jest.config.mjs'

/** What clients see of three broker processes under faults; CONSISTENCY_MINUTES says for how long. */
export default { ...base, testMatch: ['<rootDir>/test/consistency/**/*.test.ts'], maxWorkers: 1 }
