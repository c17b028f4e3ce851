import base from './jest.config.mjs'

/** A real Prometheus that watches real brokers. `scripts/install-prometheus.sh` gets it. */
export default { ...base, testMatch: ['<rootDir>/test/observability/**/*.test.ts'], testTimeout: 90_000, maxWorkers: 1 }
