/** Kafka's AclOperation codes. */
const AclOperation = {
  read: 3,
  write: 4,
  create: 5,
  delete: 6,
  alter: 7,
  describe: 8,
  clusterAction: 9,
  describeConfigs: 10,
  alterConfigs: 11,
  idempotentWrite: 12
} as const

const bits = (...operations: readonly number[]): number => operations.reduce((set, code) => set | (1 << code), 0)

const { read, write, create, alter, describe, clusterAction, describeConfigs, alterConfigs, idempotentWrite } =
  AclOperation

/** Everything that can be done to a topic, as the bit field of KIP-430; without an authorizer everybody may. */
export const topicOperations = bits(
  read,
  write,
  create,
  AclOperation.delete,
  alter,
  describe,
  describeConfigs,
  alterConfigs
)

/** Everything that can be done to the cluster. */
export const clusterOperations = bits(
  create,
  alter,
  describe,
  clusterAction,
  describeConfigs,
  alterConfigs,
  idempotentWrite
)

/** Everything that can be done to a group. */
export const groupOperations = bits(read, AclOperation.delete, describe, describeConfigs, alterConfigs)
