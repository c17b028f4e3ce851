import { batchesOf, ErrorCode, hasValidCrc } from '@gregor/protocol'
import type { PartitionData } from '@gregor/protocol/messages/fetch'
import { Violation } from '../../types.ts'
import type { AskedEnd } from '../history/offset-claims.ts'
import type { PartitionHistory } from '../history/partition-history.ts'

/** Where one reader stands in one partition. */
export interface ReadPosition {
  readonly history: PartitionHistory
  offset: number
  /** Leader epoch of the last batch read, -1 for none (KIP-320). */
  lastEpoch: number
  /** Leader epoch that the next request names: that of the leader to be asked. */
  leaderEpoch: number
}

export const startOf = (history: PartitionHistory): ReadPosition => ({
  history,
  offset: 0,
  lastEpoch: -1,
  leaderEpoch: -1
})

/** What a reader knew when it asked. */
export interface Asked {
  readonly who: string
  readonly offset: number
  readonly lastEpoch: number
  readonly leaderEpoch: number
  readonly end: AskedEnd
}

export function ask(who: string, { history, offset, lastEpoch, leaderEpoch }: ReadPosition): Asked {
  return { who, offset, lastEpoch, leaderEpoch, end: history.claims.ask() }
}

/**
 * Takes what the leader said of one partition, and goes on. The leader is at least as new as all that this reader asked
 * before, so what it read is in the leader's log and can neither be out of range (B32) nor diverge (P13). Returns false when
 * a batch does not match its checksum, which is to be asked for again, as clients do: a bit of the leader's disk was flipped.
 */
export function advance(position: ReadPosition, asked: Asked, data: PartitionData): boolean {
  const { history } = position
  const { errorCode, records, highWatermark, logStartOffset, divergingEpoch } = data
  const where = `${history.name}: ${asked.who}, at offset ${asked.offset} of leader epoch ${asked.leaderEpoch},`
  if (errorCode === ErrorCode.OFFSET_OUT_OF_RANGE) throw new Violation('B32', `${where} is out of range`)
  if (errorCode !== ErrorCode.NONE) return true
  if (divergingEpoch.endOffset >= 0) {
    const { epoch, endOffset } = divergingEpoch
    const message = `${where} is told that epoch ${epoch} ends at ${endOffset}; it had read epoch ${asked.lastEpoch}`
    throw new Violation('P13', message)
  }
  if (logStartOffset > 0) throw new Violation('P15', `${where} is told that the log starts at ${logStartOffset}`)
  const claim = { leaderEpoch: asked.leaderEpoch, claimed: highWatermark, who: asked.who }
  if (asked.leaderEpoch >= 0) history.claims.highWatermark(asked.end, claim)
  if (records === null || records.length === 0) return true
  const good = goodBeginning(records)
  position.offset = history.take(good, { fetchOffset: asked.offset, highWatermark })
  position.lastEpoch = history.lastEpochBefore(position.offset)
  return good.length === records.length
}

/** The batches before the first that does not match its checksum. */
function goodBeginning(records: Buffer): Buffer {
  for (const { position } of batchesOf(records))
    if (!hasValidCrc(records, position)) return records.subarray(0, position)
  return records
}
