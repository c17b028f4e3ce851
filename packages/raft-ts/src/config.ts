import type { LogStorage } from './log-storage.ts'
import type { NodeId } from './types.ts'

/** How a node runs. Times are in ticks; the driver decides how long a tick is. Bytes are those of `entryBytes`: data and a little each. */
export interface RaftConfig {
  readonly id: NodeId
  readonly log: LogStorage
  /** Returns an integer of at least 0 and below `below`; spreads elections out. */
  readonly random: (below: number) => number
  /** The last index that the state machine had applied (and kept) before a restart. Default: the snapshot's. */
  readonly applied?: number
  /** A follower that hears no leader for this many ticks, plus up to as many again, campaigns. Default 10. */
  readonly electionTicks?: number
  /** A leader sends heartbeats every so many ticks. Less than electionTicks. Default 1. */
  readonly heartbeatTicks?: number
  /** Ask before raising the term. Default true. */
  readonly preVote?: boolean
  /**
   * A leader that hears no majority within electionTicks steps down, and members that hear a leader ignore candidates.
   * Default true.
   */
  readonly checkQuorum?: boolean
  /**
   * False for a member that lost its disk and was added again under its old id: it may have voted, and confirmed entries,
   * in a life that it does not remember. Until `setVoting(true)` it grants no vote and never campaigns. Default true.
   */
  readonly voting?: boolean
  /** An append carries at most this many bytes, but at least one entry. Default 1 MiB. */
  readonly appendBytesMax?: number
  /** Appends under way to one member. Default 256. */
  readonly inflightMessagesMax?: number
  /** Bytes under way to one member. Default 16 MiB. */
  readonly inflightBytesMax?: number
  /** Bytes that a leader has taken and not yet committed. Default 64 MiB. */
  readonly uncommittedBytesMax?: number
  /** One proposal. Default 8 MiB. */
  readonly entryBytesMax?: number
  /** Committed bytes given out and not yet reported by `applied`. Default 16 MiB. */
  readonly applyingBytesMax?: number
  /** Reads that wait for their confirmation. Default 10,000. */
  readonly pendingReadsMax?: number
}

/** A configuration with every default filled in. */
export type ResolvedConfig = Required<Omit<RaftConfig, 'log' | 'applied'>>

/** Fills in the defaults; throws an Error on values that cannot work. */
export function resolveConfig(config: RaftConfig): ResolvedConfig {
  const resolved: ResolvedConfig = {
    id: config.id,
    random: config.random,
    electionTicks: config.electionTicks ?? 10,
    heartbeatTicks: config.heartbeatTicks ?? 1,
    preVote: config.preVote ?? true,
    checkQuorum: config.checkQuorum ?? true,
    voting: config.voting ?? true,
    appendBytesMax: config.appendBytesMax ?? mebibyte,
    inflightMessagesMax: config.inflightMessagesMax ?? 256,
    inflightBytesMax: config.inflightBytesMax ?? 16 * mebibyte,
    uncommittedBytesMax: config.uncommittedBytesMax ?? 64 * mebibyte,
    entryBytesMax: config.entryBytesMax ?? 8 * mebibyte,
    applyingBytesMax: config.applyingBytesMax ?? 16 * mebibyte,
    pendingReadsMax: config.pendingReadsMax ?? 10_000
  }
  for (const [name, value] of Object.entries(resolved)) {
    if (typeof value === 'number' && name !== 'id' && !(Number.isSafeInteger(value) && value > 0)) {
      throw new RangeError(`${name} is ${value}: give a whole number above 0`)
    }
  }
  if (!Number.isSafeInteger(config.id) || config.id < 0)
    throw new RangeError(`id is ${config.id}: give a whole number of at least 0`)
  if (resolved.electionTicks <= resolved.heartbeatTicks) {
    throw new RangeError(
      `electionTicks (${resolved.electionTicks}) must be above heartbeatTicks (${resolved.heartbeatTicks})`
    )
  }
  return resolved
}

const mebibyte = 1024 * 1024
