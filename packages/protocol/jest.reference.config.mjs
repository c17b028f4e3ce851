import base from '../../jest.config.mjs'

/** Our schemas against Kafka's: needs the folder that GREGOR_KAFKA_MESSAGES names, so it is no part of `npm test`. */
export default {
  ...base,
  rootDir: '../..',
  testMatch: ['<rootDir>/packages/protocol/test/reference/**/*.reference.ts']
}
