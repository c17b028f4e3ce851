import { Offset } from '@gregor/base'
import {
  attributesOf,
  baseOffsetOf,
  batchBytesOf,
  crcOf,
  hasWholeBatch,
  isControl,
  isTransactional,
  lastOffsetOf,
  leaderEpochOf,
  producerIdOf
} from '@gregor/protocol'
import type { BatchIdentity } from './batch-identity.ts'
import type { Batch, HostedLog, LogPosition } from './history.ts'
import type { PartitionRule } from './rule.ts'

/**
 * Follows the batches of every copy by their headers, as they are appended, truncated and committed, for the rules of
 * BatchIdentity. Compacted topics are left out: a follower may get other batches of them than the leader once had.
 */
export class BatchFollower implements PartitionRule {
  readonly #identity: BatchIdentity

  constructor(identity: BatchIdentity) {
    this.#identity = identity
  }

  opened(hosted: HostedLog): void {
    const { copy, log } = hosted
    if (log.config.compacts) copy.batches = undefined
    // What a crash took is no truncation; what it may not take is for others to say.
    cut(hosted)
    if (endOf(hosted) !== hosted.logEnd) copy.batches = undefined
    this.#commit(hosted, 0)
  }

  moved(hosted: HostedLog, before: LogPosition): void {
    if (hosted.copy.batches === undefined) return
    if (hosted.logEnd < before.logEnd) for (const batch of cut(hosted)) this.#identity.truncated(hosted, batch)
    if (hosted.logEnd > before.logEnd) this.#append(hosted, before.logEnd)
    if (hosted.highWatermark > before.highWatermark) this.#commit(hosted, before.highWatermark)
  }

  #append(hosted: HostedLog, from: number): void {
    const { copy, log, logEnd, logStart } = hosted
    // The log began anew beyond its old end.
    if (logStart > from) copy.batches = []
    const start = Offset(Math.max(from, logStart))
    if (start >= logEnd) return
    const read = log.readCached(start, { maxBytes: Number.MAX_SAFE_INTEGER, upTo: Offset(logEnd), minOneBatch: true })
    if (read === undefined || read.nextOffset !== logEnd) {
      copy.batches = undefined
      return
    }
    for (const batch of batchesIn(read.records)) {
      this.#identity.appended(hosted, batch)
      copy.batches?.push(batch)
    }
  }

  #commit(hosted: HostedLog, from: number): void {
    const { copy, highWatermark, leaderEpoch } = hosted
    const { batches } = copy
    if (batches === undefined) return
    for (let index = batches.length - 1; index >= 0; index--) {
      const batch = batches[index]!
      if (batch.lastOffset >= highWatermark) continue
      if (batch.lastOffset < from) return
      if (leaderEpoch < 0) this.#identity.believed(hosted, batch)
      else this.#identity.committed(hosted, batch)
    }
  }
}

/** Drops the batches that are not in the log any more, and returns them. */
function cut({ copy, logEnd }: HostedLog): readonly Batch[] {
  const { batches } = copy
  if (batches === undefined) return []
  const kept = batches.findLastIndex(({ lastOffset }) => lastOffset < logEnd) + 1
  return batches.splice(kept)
}

function endOf({ copy: { batches }, logStart }: HostedLog): number {
  const last = batches?.at(-1)
  return last === undefined ? logStart : last.lastOffset + 1
}

function* batchesIn(records: Buffer): Generator<Batch> {
  for (let at = 0; hasWholeBatch(records, at); at += batchBytesOf(records, at)) {
    yield {
      baseOffset: baseOffsetOf(records, at),
      lastOffset: lastOffsetOf(records, at),
      epoch: leaderEpochOf(records, at),
      crc: crcOf(records, at),
      transaction: transactionIn(records, at)
    }
  }
}

function transactionIn(records: Buffer, at: number): Batch['transaction'] {
  const attributes = attributesOf(records, at)
  if (!isTransactional(attributes)) return undefined
  return { producerId: producerIdOf(records, at), ends: isControl(attributes) }
}
