import type { RaftConfig } from './config.ts'
import type { RaftMessage } from './message.ts'
import type {
  ConfChange,
  ConfState,
  NodeId,
  Persisted,
  ProposeResult,
  RaftStatus,
  Ready,
  RequestResult
} from './types.ts'

/**
 * One member of a Raft group: a state machine without I/O. Feed it ticks, messages and requests; after each, take the
 * Ready and do what it says. All methods are synchronous and none may be called from within another.
 */
export declare class RaftNode {
  constructor(config: RaftConfig)

  /** Lets one tick of time pass. */
  tick(): void

  /** Takes a message from another member. Anything that does not fit (stale, unknown sender, of another term) is ignored. */
  step(message: RaftMessage): void

  /** Appends one entry for each element of `data`, all or none. Only a leader takes proposals. */
  propose(data: readonly Uint8Array[]): ProposeResult

  /** Appends a membership change; at most one may be under way. */
  proposeConfChange(change: ConfChange): ProposeResult

  /** Asks for a linearizable read; the answer comes as a ReadState with the same context, or never: ask again after a while. */
  readIndex(context: number): RequestResult

  /** Hands leadership to `to` once it has the whole log; given up after electionTicks. */
  transferLeadership(to: NodeId): RequestResult

  /** Campaigns now, without waiting for the election timeout. */
  campaign(): void

  /** Forgets the leader (its connection broke): this member may now grant votes, and campaigns when its time comes. */
  forgetLeader(): void

  /** The last message to `id` could not be delivered. */
  reportUnreachable(id: NodeId): void

  /** The snapshot message to `id` was delivered (`ok`), or failed. Every snapshot message needs one report. */
  reportSnapshot(id: NodeId, ok: boolean): void

  /** Whether takeReady() has anything to say. */
  hasReady(): boolean

  /** What there is to do; the node takes it as begun. */
  takeReady(): Ready

  /** The writes of a Ready, and of all before it, are durable, and a snapshot in them has replaced the state machine. */
  persisted(acknowledgement: Persisted): void

  /** The state machine has applied everything up to `index`. */
  applied(index: number): void

  /** The membership as of the applied index: what belongs into a snapshot taken there. */
  confState(): ConfState

  status(): RaftStatus
}
