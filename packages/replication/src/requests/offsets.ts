import {
  NO_EPOCH,
  Offset,
  TimestampMs,
  type LeaderEpoch,
  type PartitionIndex,
  type ProducerEpoch,
  type ProducerId,
  type TopicId
} from '@gregor/base'
import type { ActiveProducer, ProducerTransaction, TimestampedOffset } from '@gregor/log'
import { ErrorCode } from '@gregor/protocol'
import type { ReplicationContext } from '../context.ts'
import type { Led, ReplicaTable } from '../replica-table.ts'
import { OffsetSpec, type EpochEndOutcome, type ListOffsetEntry, type ListOffsetOutcome } from '../types.ts'
import { readableEnd } from './fetch-entry.ts'

const NO_OFFSET = Offset(-1)
const NO_TIMESTAMP = TimestampMs(-1)

/** Answers questions about offsets, epochs and producers of partitions, most of them only where this broker leads. */
export class OffsetQueries {
  readonly #context: ReplicationContext
  readonly #table: ReplicaTable

  constructor(context: ReplicationContext, table: ReplicaTable) {
    this.#context = context
    this.#table = table
  }

  async listOffset(
    entry: ListOffsetEntry,
    { readCommitted }: { readonly readCommitted: boolean }
  ): Promise<ListOffsetOutcome> {
    const led = this.#table.findLed(entry.topicId, entry.partition, entry.currentLeaderEpoch)
    if (!led.ok) return withoutOffset(led.errorCode)
    switch (entry.timestamp) {
      case OffsetSpec.latest:
        return latest(led, readCommitted)
      case OffsetSpec.earliest:
      case OffsetSpec.earliestLocal:
        return earliest(led)
      default:
        return this.#byTimestamp(entry, led, readCommitted)
    }
  }

  endOffsetForEpoch(
    topicId: TopicId,
    partition: PartitionIndex,
    epochs: { readonly leaderEpoch: LeaderEpoch; readonly currentLeaderEpoch: LeaderEpoch }
  ): EpochEndOutcome {
    const led = this.#table.findLed(topicId, partition, epochs.currentLeaderEpoch)
    if (!led.ok) return { errorCode: led.errorCode, leaderEpoch: NO_EPOCH, endOffset: NO_OFFSET }
    return { errorCode: ErrorCode.NONE, ...epochEnd(led, epochs.leaderEpoch) }
  }

  activeProducers(
    topicId: TopicId,
    partition: PartitionIndex
  ): { readonly errorCode: number; readonly producers: readonly ActiveProducer[] } {
    const found = this.#table.findLog(topicId, partition)
    if (!found.ok) return { errorCode: found.errorCode, producers: [] }
    return { errorCode: ErrorCode.NONE, producers: found.log.activeProducers() }
  }

  transactionOf(
    topicId: TopicId,
    partition: PartitionIndex,
    producer: { readonly producerId: ProducerId; readonly producerEpoch: ProducerEpoch }
  ): ProducerTransaction & { readonly errorCode: number } {
    const led = this.#table.findLed(topicId, partition, NO_EPOCH)
    if (!led.ok) return { errorCode: led.errorCode, open: false, guard: NO_OFFSET }
    return { errorCode: ErrorCode.NONE, ...led.log.transactionOf(producer) }
  }

  async #byTimestamp(entry: ListOffsetEntry, led: Led, readCommitted: boolean): Promise<ListOffsetOutcome> {
    const upTo = readableEnd(led.log, readCommitted)
    const { timestamp } = entry
    try {
      const found = await (timestamp === OffsetSpec.maxTimestamp
        ? led.log.maxTimestampOffset(upTo)
        : led.log.offsetForTimestamp(TimestampMs(timestamp), upTo))
      const now = this.#table.findLed(entry.topicId, entry.partition, entry.currentLeaderEpoch)
      if (!now.ok) return withoutOffset(now.errorCode)
      return found === undefined ? notFound(led) : foundAt(found)
    } catch (error) {
      this.#context.logger.error(
        { partition: led.replica.name, timestamp, error },
        'A look-up by time could not read the log'
      )
      return withoutOffset(ErrorCode.KAFKA_STORAGE_ERROR)
    }
  }
}

/** A new leader does not know yet what is committed beyond its high watermark, so it must not call it the latest. (KIP-207, B20) */
/**
 * Where an epoch ends, or the largest known one below it. One that is older than all that is known, because retention has passed
 * it or nothing was written in it, ends where they begin, as in Kafka: a consumer that has not read beyond has lost nothing.
 */
function epochEnd({ leader, log }: Led, asked: LeaderEpoch): Pick<EpochEndOutcome, 'leaderEpoch' | 'endOffset'> {
  const unknown = { leaderEpoch: NO_EPOCH, endOffset: NO_OFFSET }
  // An epoch that has not begun has no end.
  if (asked < 0 || asked > leader.leaderEpoch) return unknown
  const known = log.endOffsetForEpoch(asked)
  if (known !== undefined) return { leaderEpoch: known.epoch, endOffset: known.endOffset }
  const next = log.nextEpoch(asked)
  return next === undefined ? unknown : { leaderEpoch: asked, endOffset: next.startOffset }
}

function latest({ leader, log }: Led, readCommitted: boolean): ListOffsetOutcome {
  if (!leader.knowsCommitted(log.highWatermark)) return withoutOffset(ErrorCode.OFFSET_NOT_AVAILABLE)
  const offset = readableEnd(log, readCommitted)
  return { errorCode: ErrorCode.NONE, offset, timestampMs: NO_TIMESTAMP, leaderEpoch: leader.leaderEpoch }
}

function earliest({ log }: Led): ListOffsetOutcome {
  const offset = log.logStartOffset
  const leaderEpoch = log.epochForOffset(offset)
  return { errorCode: ErrorCode.NONE, offset, timestampMs: NO_TIMESTAMP, leaderEpoch }
}

function foundAt({ offset, timestampMs, epoch }: TimestampedOffset): ListOffsetOutcome {
  return { errorCode: ErrorCode.NONE, offset, timestampMs, leaderEpoch: epoch }
}

function notFound({ leader, log }: Led): ListOffsetOutcome {
  return withoutOffset(leader.knowsCommitted(log.highWatermark) ? ErrorCode.NONE : ErrorCode.OFFSET_NOT_AVAILABLE)
}

function withoutOffset(errorCode: number): ListOffsetOutcome {
  return { errorCode, offset: NO_OFFSET, timestampMs: NO_TIMESTAMP, leaderEpoch: NO_EPOCH }
}
