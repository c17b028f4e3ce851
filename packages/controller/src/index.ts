export {
  ControllerUnavailableError,
  type BrokerLifecycle,
  type ControllerClient,
  type ControllerNode,
  type DeltaListener,
  type ForwardedFrom,
  type IsrChange,
  type IsrChangeOutcome,
  type IsrMember
} from './types.ts'
export { createControllerNode, type BrokerDescription, type ControllerNodeOptions } from './node/controller-node.ts'
export { createLevelRaftStorage, type LevelRaftStorageOptions } from './io/level-raft-storage.ts'
export {
  RaftStorageError,
  type QuorumOrigin,
  type RaftStorage,
  type RaftWrite,
  type StoredRaft
} from './raft/raft-storage.ts'
export { controllerMetrics } from './metrics.ts'
