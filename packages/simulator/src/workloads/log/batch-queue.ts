import type { PartitionHistory } from '../history/partition-history.ts'
import type { Send } from '../history/sends.ts'

/** A batch that is not settled yet. */
export interface QueuedBatch {
  readonly send: Send
  readonly giveUpAtMs: number
  inFlight: boolean
  /** The broker that it was last sent to; -1 = nowhere yet. */
  sentTo: number
  /** Set when it is acknowledged, refused for good or given up: answers that come later are passed over. */
  over: boolean
}

/** Batches in flight per partition; a leader remembers as many of each producer. */
export const IN_FLIGHT_MAX = 5

/** The batches of one producer for one partition, in order. */
export interface BatchQueue {
  readonly history: PartitionHistory
  readonly batches: QueuedBatch[]
  /** Batches made for this partition so far. */
  made: number
  /** The highest number of a batch that was acknowledged; -1 = none. */
  ackedMax: number
  nextSequence: number
  /** Waits before it tries again. */
  pausing: boolean
  /** Pauses since the last acknowledgement. */
  failures: number
}

export const newBatchQueue = (history: PartitionHistory): BatchQueue => ({
  history,
  batches: [],
  made: 0,
  ackedMax: -1,
  nextSequence: 0,
  pausing: false,
  failures: 0
})

/** Takes a batch out; what its attempts bring from now on is of no interest. */
export function settle(queue: BatchQueue, batch: QueuedBatch): void {
  batch.over = true
  queue.batches.splice(queue.batches.indexOf(batch), 1)
}
