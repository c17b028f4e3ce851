import type { BrokerEpoch, BrokerId } from '@gregor/base'
import type { IsrChange, IsrChangeOutcome } from '@gregor/controller'
import type { LogConfig } from '@gregor/log'
import type {
  FollowerMessage,
  FollowerMessageInput,
  LeaderMessage,
  LeaderMessageInput,
  PeerAddress,
  PeerStream
} from '@gregor/rpc'

/** Who decides about in-sync replicas; the controller's client is one. */
export interface IsrAuthority {
  /** Outcomes in the order of the changes. Rejects when nobody answered: the changes may have been made even so. */
  alterPartition(changes: readonly IsrChange[]): Promise<readonly IsrChangeOutcome[]>
}

/** What replication needs of a topic's resolved config. */
export interface TopicSettings {
  readonly logConfig: LogConfig
  /** `min.insync.replicas` */
  readonly minInsyncReplicas: number
  /** `flush.before.ack` */
  readonly flushBeforeAck: boolean
}

/** The follower's end of a Follow stream. */
export type FollowStream = PeerStream<FollowerMessageInput, LeaderMessage>
/** The leader's end of a Follow stream. */
export type LeadStream = PeerStream<LeaderMessageInput, FollowerMessage>

/** Opens a Follow stream. Never throws: a peer that cannot be reached ends the stream. */
export type OpenFollowStream = (leader: PeerAddress) => FollowStream

/** This broker as it is registered now. */
export interface OwnRegistration {
  readonly brokerId: BrokerId
  /** -1 while this process has not registered. */
  readonly brokerEpoch: () => BrokerEpoch
}
