import { PartitionIndex } from '@gregor/base'
import type { CoordinatorLog } from '@gregor/coordinator'
import { type MetadataImage, internalTopics } from '@gregor/metadata'
import { ErrorCode } from '@gregor/protocol'
import type { Replicas } from '@gregor/replication'

/** `__consumer_offsets` as the group coordinator's log: appends wait for all in-sync replicas. */
export function offsetsLog(options: {
  readonly image: MetadataImage
  readonly replicas: Replicas
  /** `offsets.commit.timeout.ms` */
  readonly timeoutMs: number
}): CoordinatorLog {
  const { image, replicas, timeoutMs } = options
  const topicId = () => image.topicByName(internalTopics.consumerOffsets)?.id
  return {
    append(partition, records, done) {
      const id = topicId()
      if (id === undefined) return done(ErrorCode.UNKNOWN_TOPIC_OR_PARTITION, -1)
      const entries = [{ topicId: id, partition: PartitionIndex(partition), records }]
      return replicas.append({ acks: -1, timeoutMs, origin: 'coordinator', entries }, ([outcome]) =>
        done(outcome!.errorCode, outcome!.baseOffset)
      )
    },
    async scan(partition, onRecords) {
      const id = topicId()
      if (id === undefined) throw new Error(`${internalTopics.consumerOffsets} does not exist`)
      await replicas.scan(id, PartitionIndex(partition), onRecords)
    }
  }
}
