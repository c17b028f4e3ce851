/** Everything that needs only Node: unit tests of every package and the cluster suites. */
export default {
  testEnvironment: 'node',
  extensionsToTreatAsEsm: ['.ts'],
  testMatch: ['<rootDir>/packages/*/test/**/*.test.ts', '<rootDir>/test/{cluster,deploy,tidy}/**/*.test.ts'],
  moduleNameMapper: {
    '^raft-ts$': '<rootDir>/packages/raft-ts/src/index.ts',
    '^@gregor/protocol/messages/(.*)$': '<rootDir>/packages/protocol/src/messages/$1.ts',
    '^@gregor/server/node$': '<rootDir>/packages/server/src/node/index.ts',
    '^@gregor/([a-z-]+)$': '<rootDir>/packages/$1/src/index.ts'
  },
  modulePathIgnorePatterns: ['<rootDir>/packages/.*/dist', '<rootDir>/.tmp', '<rootDir>/deploy'],
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      { jsc: { parser: { syntax: 'typescript' }, target: 'es2023' }, module: { type: 'es6' }, sourceMaps: 'inline' }
    ]
  },
  testTimeout: 20_000
}
