/**
 * All that clients did to two topics, one of them with transactions, and were told of it: plain data, so that a history can be
 * written by hand, kept in a file and judged again. Times are milliseconds of one monotonic clock.
 */
export interface History {
  readonly sends: Send[]
  readonly polls: Poll[]
  readonly ends: EndAnswer[]
  readonly commits: Commit[]
  readonly commitReads: CommitRead[]
  /** What every partition held when all was healed and nobody wrote any more, as its leader served it and on each disk. */
  readonly finals: Poll[]
  /** Of the topic with transactions: all that was written there. */
  readonly transactions: Transaction[]
  readonly committedPolls: CommittedPoll[]
  /** What was committed when all was healed: as its leader served it, and by the markers on each disk. */
  readonly committedFinals: CommittedPoll[]
  /** What clients met that no client should: unexpected codes, answers that do not fit their question. */
  readonly complaints: string[]
}

/** One batch of one producer for one partition, over all its attempts. */
export interface Send {
  readonly producer: string
  readonly partition: number
  /** Of the producer's batches for this partition, from 0. */
  readonly number: number
  readonly values: readonly string[]
  readonly idempotent: boolean
  /** When the first attempt left. */
  readonly sentMs: number
  /** Attempts that left. */
  attempts: number
  /** Attempts that may be in the log: all but those that were refused for certain. */
  possible: number
  /** Offset of its first value and when that was told; undefined when nobody acknowledged it. */
  ack: { readonly offset: number; readonly ms: number } | undefined
}

/** What one fetch brought of one partition. Polls of one reader follow one another. */
export interface Poll {
  /** A reader that starts anew has another name. */
  readonly reader: string
  readonly partition: number
  /** The offset that was asked for. */
  readonly from: number
  readonly records: readonly ReadRecord[]
  /** As the same answer told it. */
  readonly highWatermark: number
}

/** One record as it was read. */
export interface ReadRecord {
  readonly offset: number
  readonly value: string
  readonly leaderEpoch: number
}

/** One transaction of one transactional id. Its batches bear the id as their producer, and are numbered over all of its processes. */
export interface Transaction {
  readonly transactionalId: string
  /** Of the id's transactions, from 0. */
  readonly number: number
  /** The process that began it. */
  readonly process: string
  readonly beganMs: number
  readonly sends: Send[]
  /**
   * 'aborted': nobody ever asked for a commit, or the only question was refused; 'unknown': a commit was asked for, and nobody
   * knows what became of the question.
   */
  outcome: 'committed' | 'aborted' | 'unknown'
  /** When a commit was first asked for. */
  commitAskedMs: number | undefined
}

/** What one fetch of a `read_committed` reader brought of one partition, without what it was told is aborted. */
export interface CommittedPoll extends Poll {
  /** Where the reader goes on: the answer covered all from `from` up to here. */
  readonly next: number
  /** As the same answer told it. */
  readonly lastStableOffset: number
  /** When the answer was there. */
  readonly readMs: number
}

/** A leader's word on where its partition ends (ListOffsets). */
export interface EndAnswer {
  readonly partition: number
  /** The epoch that the question named: the leader has confirmed that it leads in it. */
  readonly leaderEpoch: number
  readonly end: number
  readonly askedMs: number
  readonly answeredMs: number
}

/** One commit of one group for one partition. Each is answered, or given up, before the next is sent. */
export interface Commit {
  readonly group: string
  readonly partition: number
  readonly offset: number
  /** The coordinator that was asked. */
  readonly node: number
  readonly sentMs: number
  readonly fate: 'acknowledged' | 'refused' | 'unknown'
}

/** A committed offset as a coordinator gave it back. */
export interface CommitRead {
  readonly group: string
  readonly partition: number
  /** -1 = none. */
  readonly offset: number
  readonly node: number
  readonly askedMs: number
  /** Everything was healed: no replaced coordinator can have answered. */
  readonly final: boolean
}

export const emptyHistory = (): History => ({
  sends: [],
  polls: [],
  ends: [],
  commits: [],
  commitReads: [],
  finals: [],
  transactions: [],
  committedPolls: [],
  committedFinals: [],
  complaints: []
})
