export type * from './types.ts'
export { OffsetSpec } from './types.ts'
export { defaultReplicationConfig, type ReplicationConfig } from './config.ts'
export { replicationMetrics } from './metrics.ts'
export type {
  FollowStream,
  IsrAuthority,
  LeadStream,
  OpenFollowStream,
  OwnRegistration,
  TopicSettings
} from './ports.ts'
export { ReplicaManager, type ReplicaManagerOptions } from './replica-manager.ts'
export { NotLeaderError } from './requests/scan.ts'
export type { LeadershipEvent } from './role-keeper.ts'
