import { Offset, PartitionIndex } from '@gregor/base'
import type { CoordinatorLog } from '@gregor/coordinator'
import type { MetadataImage } from '@gregor/metadata'
import { ErrorCode } from '@gregor/protocol'
import type { Replicas } from '@gregor/replication'

/** An internal topic (`__consumer_offsets`, `__transaction_state`) as a coordinator's log: appends wait for all in-sync replicas. */
export function coordinatorLog(options: {
  readonly topic: string
  readonly image: MetadataImage
  readonly replicas: Replicas
  /** How long an append may wait: `offsets.commit.timeout.ms`, or `request.timeout.ms`. */
  readonly timeoutMs: number
}): CoordinatorLog {
  const { topic, image, replicas, timeoutMs } = options
  const topicId = () => image.topicByName(topic)?.id
  return {
    append(partition, records, done, { guard, transactionVersion } = {}) {
      const id = topicId()
      if (id === undefined) return done(ErrorCode.UNKNOWN_TOPIC_OR_PARTITION, -1)
      const transactionGuard = guard === undefined ? undefined : Offset(guard)
      const entries = [
        { topicId: id, partition: PartitionIndex(partition), records, transactionGuard, transactionVersion }
      ]
      return replicas.append({ acks: -1, timeoutMs, origin: 'coordinator', entries }, ([outcome]) =>
        done(outcome!.errorCode, outcome!.baseOffset)
      )
    },
    async scan(partition, onRecords) {
      const id = topicId()
      if (id === undefined) throw new Error(`${topic} does not exist`)
      await replicas.scan(id, PartitionIndex(partition), onRecords)
    }
  }
}

/** Partitions of an internal topic; 0 while it does not exist. */
export function partitionCountOf(image: MetadataImage, topic: string): number {
  return image.topicByName(topic)?.partitions.length ?? 0
}
