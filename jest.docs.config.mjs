import base from './jest.config.mjs'

/** The commands of README and docs, as a reader runs them; some minutes, for they start clusters. */
export default { ...base, testMatch: ['<rootDir>/test/docs/**/*.test.ts'], testTimeout: 420_000, maxWorkers: 1 }
