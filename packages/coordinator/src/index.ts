export { GroupCoordinator, type GroupClient, type GroupCoordinatorOptions } from './group-coordinator.ts'
export { GroupStateName } from './group/classic-group.ts'
export type { GroupCounts } from './group/measure.ts'
export type { GroupEvent } from './group/history.ts'
export type { GroupHistory } from './group/inputs.ts'
export type { GroupSettings } from './group/settings.ts'
export type { GroupOverrides, GroupSurroundings, TopicsView, TopicView } from './group/topics-view.ts'
export type { LagPartition, LagPorts } from './lag/lag-meter.ts'
export { groupCoordinatorMetrics } from './metrics.ts'
export type { CoordinatorLog } from './runtime/coordinator-log.ts'
export type { MarkerPorts } from './markers/marker-writer.ts'
export { partitionFor } from './runtime/partition-for.ts'
export {
  TransactionCoordinator,
  type AddPartitions,
  type EndTransaction,
  type InitTransactionalProducer,
  type TransactionCoordinatorOptions
} from './transaction-coordinator.ts'
export type { ProducerAnswer } from './transaction/answers.ts'
export type { ProducerClaim } from './transaction/inputs.ts'
export { TransactionVersion } from './transaction/metadata.ts'
export type { TopicPartitions } from './transaction/partitions.ts'
export type { TransactionSettings } from './transaction/settings.ts'
export { TransactionState } from './transaction/states.ts'
export { transactionCoordinatorMetrics } from './transaction/transaction-metrics.ts'
