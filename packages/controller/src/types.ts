import type {
  BrokerEpoch,
  BrokerId,
  LeaderEpoch,
  PartitionEpoch,
  PartitionIndex,
  ProducerId,
  TopicId
} from '@gregor/base'
import type { MetadataDelta, MetadataImage } from '@gregor/metadata'
import type { Api } from '@gregor/protocol'
import type { RaftStatus } from 'raft-ts'

/** A replica that a leader wants in the ISR, as the incarnation that it heard from (KIP-903). */
export interface IsrMember {
  readonly brokerId: BrokerId
  readonly brokerEpoch: BrokerEpoch
}

/** A leader's wish for another ISR, conditional on the state that it knows. */
export interface IsrChange {
  readonly topicId: TopicId
  readonly partition: PartitionIndex
  readonly leaderEpoch: LeaderEpoch
  readonly partitionEpoch: PartitionEpoch
  readonly isr: readonly IsrMember[]
  /**
   * The asking broker's own replica is damaged, whether it leads or not: it must not lead, nor count as in sync or
   * eligible, before it has caught up with another leader. `isr` is empty then.
   */
  readonly withdraw?: boolean
}

/** The controller's answer to one IsrChange; after an error of the versions, the state that holds. */
export interface IsrChangeOutcome {
  readonly topicId: TopicId
  readonly partition: PartitionIndex
  /** 0 = done. INVALID_UPDATE_VERSION, FENCED_LEADER_EPOCH, INELIGIBLE_REPLICA, UNKNOWN_TOPIC_ID … */
  readonly errorCode: number
  readonly leader: BrokerId
  readonly leaderEpoch: LeaderEpoch
  readonly partitionEpoch: PartitionEpoch
  readonly isr: readonly BrokerId[]
}

/** On whose behalf a request is forwarded. */
export interface ForwardedFrom {
  readonly principal: string
  readonly clientId: string
}

/** No active controller answered in time; a request that changes something may have been carried out even so. */
export class ControllerUnavailableError extends Error {
  override readonly name = 'ControllerUnavailableError'
}

/**
 * What a broker asks of the active controller, whichever node that is: it is found, and found anew when it moves, until
 * the deadline; then the promise rejects with a ControllerUnavailableError.
 */
export interface ControllerClient {
  /** Passes an admin request of a client on. */
  forward<Request, RequestInput, Response, ResponseInput>(
    api: Api<Request, RequestInput, Response, ResponseInput>,
    version: number,
    request: RequestInput,
    options: { readonly timeoutMs: number; readonly from: ForwardedFrom }
  ): Promise<Response>
  /** Outcomes in the order of the changes. `request.timeout.ms` applies when no timeout is given. */
  alterPartition(
    changes: readonly IsrChange[],
    options?: { readonly timeoutMs: number }
  ): Promise<readonly IsrChangeOutcome[]>
  /** Reserves `first` … `first` + `count` - 1. */
  allocateProducerIds(): Promise<{ readonly first: ProducerId; readonly count: number }>
  /**
   * A hint: the connection to `peer` broke. Resolves with whether the controller found it alive; false also when no
   * controller answers, and never rejects.
   */
  reportPeerDown(peer: BrokerId): Promise<boolean>
}

/** Called after each committed batch was applied: what changed, and the image that has it. */
export type DeltaListener = (delta: MetadataDelta, image: MetadataImage) => void

/** This broker as the cluster sees it. */
export interface BrokerLifecycle {
  /** Resolves when this incarnation is registered and unfenced; rejects when it is refused for good. */
  readonly ready: Promise<void>
  /** -1 until registered. */
  readonly brokerEpoch: BrokerEpoch
  readonly fenced: boolean
  /** The node's `appliedIndex` moved: the controller may be waiting for it. */
  applied(): void
  onBrokerEpoch(listener: (epoch: BrokerEpoch) => void): void
  /** Moves leaderships away; resolves when the controller lets go of this broker, or at the deadline. */
  controlledShutdown(timeoutMs: number): Promise<{ readonly letGo: boolean }>
}

/**
 * The controller half of a node: member of the quorum, replica of the metadata, and client of the active controller.
 * Every node replays the same image from its own copy of the metadata log.
 */
export interface ControllerNode {
  /** Opens the metadata log, joins the quorum and serves the controller's RPCs. */
  start(): Promise<void>
  /** The metadata as applied here; always the same object. */
  readonly image: MetadataImage
  /** Listeners are called in the order in which they were added. Returns how to stop. */
  onDelta(listener: DeltaListener): () => void
  /** Whether this node decides: it leads the quorum and has applied everything before its term. */
  readonly isActive: boolean
  /** The leader of the quorum as known here; NO_BROKER = unknown. */
  readonly leaderId: BrokerId
  /** How this member of the quorum stands; undefined until it has loaded its log. */
  readonly quorumStatus: RaftStatus | undefined
  readonly client: ControllerClient
  readonly lifecycle: BrokerLifecycle
  /** Leaves the quorum in peace (leadership is handed over) and closes the metadata log. */
  stop(): Promise<void>
}
