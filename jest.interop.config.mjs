import base from './jest.config.mjs'

/** Real Kafka clients against real brokers; each suite says what it needs installed. `scripts/install-interop.sh` does it. */
export default { ...base, testMatch: ['<rootDir>/test/interop/**/*.test.ts'], testTimeout: 180_000, maxWorkers: 1 }
