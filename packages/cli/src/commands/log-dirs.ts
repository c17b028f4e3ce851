import { ErrorCode } from '@gregor/protocol'
import { DescribeLogDirsApi } from '@gregor/protocol/messages/describe-log-dirs'
import { checked } from '../client/checked.ts'
import type { Connection } from '../client/connection.ts'
import type { TopicPartition } from '../client/partitions.ts'

/** A log dir of a broker. */
export interface LogDir {
  readonly path: string
  readonly offline: boolean
  /** Null where the broker does not tell (before version 4, or of the whole disk). */
  readonly usableBytes: number | null
  readonly totalBytes: number | null
  /** Sizes of the logs in it that were asked for, by `topic-partition`. */
  readonly logs: ReadonlyMap<string, number>
}

/** The log dirs of the broker at the other end, with the logs of the partitions named. */
export async function logDirsOf(connection: Connection, partitions: readonly TopicPartition[]): Promise<LogDir[]> {
  const topics = partitions.map(({ topic, partition }) => ({ topic, partitions: [partition] }))
  const { errorCode, results } = await connection.request(DescribeLogDirsApi, { topics })
  checked(errorCode, 'the log dirs')
  return results.map((dir) => ({
    path: dir.logDir,
    offline: dir.errorCode !== ErrorCode.NONE,
    usableBytes: dir.usableBytes < 0 ? null : dir.usableBytes,
    totalBytes: dir.totalBytes < 0 ? null : dir.totalBytes,
    logs: new Map(
      dir.topics.flatMap(({ name, partitions: logs }) =>
        logs.map(({ partitionIndex, partitionSize }) => [`${name}-${partitionIndex}`, partitionSize] as const)
      )
    )
  }))
}
