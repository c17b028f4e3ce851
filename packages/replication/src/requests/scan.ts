import { NO_EPOCH, type Offset, type PartitionIndex, type TopicId } from '@gregor/base'
import type { LeaderState } from '../core/leader-state.ts'
import type { Led, ReplicaTable } from '../replica-table.ts'

/** This broker does not lead the partition, or not any more; what was read of it so far must be thrown away. */
export class NotLeaderError extends Error {
  override readonly name = 'NotLeaderError'
}

const CHUNK_BYTES = 1_048_576

/**
 * Reads a led partition from its start to its high watermark, once this leader knows what is committed: a coordinator
 * that loaded less could forget what was acknowledged. (B20)
 */
export async function scan(
  table: ReplicaTable,
  where: { readonly topicId: TopicId; readonly partition: PartitionIndex },
  onRecords: (records: Buffer) => void
): Promise<void> {
  const led = ledBy(table, where, undefined)
  await untilCommittedIsKnown(led)
  const end = led.log.highWatermark
  let next: Offset = led.log.logStartOffset
  while (next < end) {
    ledBy(table, where, led.leader)
    const read = await led.log.read(next, { maxBytes: CHUNK_BYTES, upTo: end, minOneBatch: true })
    ledBy(table, where, led.leader)
    if (read.nextOffset <= next) throw new Error(`${led.replica.name}: nothing to read at offset ${next}, below ${end}`)
    onRecords(read.records)
    next = read.nextOffset
  }
  ledBy(table, where, led.leader)
}

function ledBy(
  table: ReplicaTable,
  { topicId, partition }: { readonly topicId: TopicId; readonly partition: PartitionIndex },
  leadership: LeaderState | undefined
): Led {
  const led = table.findLed(topicId, partition, NO_EPOCH)
  if (led.ok && (leadership === undefined || led.leader === leadership)) return led
  throw new NotLeaderError(`partition ${partition} of topic ${topicId} is not led by this broker, or not any more`)
}

function untilCommittedIsKnown({ replica, leader, log }: Led): Promise<void> {
  if (leader.knowsCommitted(log.highWatermark)) return Promise.resolve()
  return new Promise((resolve, reject) => {
    replica.committed.add(leader.epochStartOffset, {
      over: false,
      reached: resolve,
      lost: () => reject(new NotLeaderError(`${replica.name} was lost before its leader knew what is committed`))
    })
  })
}
