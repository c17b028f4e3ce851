/**
 * All that clients did to one topic and were told of it: plain data, so that a history can be written by hand, kept in
 * a file and judged again. Times are milliseconds of one monotonic clock.
 */
export interface History {
  readonly sends: Send[]
  readonly polls: Poll[]
  readonly ends: EndAnswer[]
  readonly commits: Commit[]
  readonly commitReads: CommitRead[]
  /** What every partition held when all was healed and nobody wrote any more, as its leader served it and on each disk. */
  readonly finals: Poll[]
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
  complaints: []
})
