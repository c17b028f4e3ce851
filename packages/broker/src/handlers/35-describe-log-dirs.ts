import { ErrorCode } from '@gregor/protocol'
import {
  DescribeLogDirsApi,
  type DescribeLogDirsPartitionInput,
  type DescribeLogDirsRequest,
  type DescribeLogDirsResultInput
} from '@gregor/protocol/messages/describe-log-dirs'
import type { LogDirDescription, LogDirs } from '../ports.ts'
import { serve, type ServedApi } from '../registry.ts'

/** Of sizes that the disk does not tell. */
const UNKNOWN_BYTES = -1

/**
 * DescribeLogDirs: v1-5
 *
 * Behavior:
 * - The log dirs of this broker and the partitions in them, of all topics or of those named (KIP-113). A partition that is
 *   not here is left out, without an error.
 * - A log dir that is offline has KAFKA_STORAGE_ERROR and no partitions.
 * - Replicas are never moved between log dirs, so none is a future one. The lag of a replica behind its own high
 *   watermark is 0.
 *
 * Version notes:
 * - v2: flexible; v3: an error of the whole request, never set
 * - v4: bytes of the dir (KIP-827): how many are free; how many there are is not told (-1)
 * - v5: cordoned dirs (KIP-1066): there are none
 */
export function describeLogDirsHandler(ports: { readonly logDirs: LogDirs }): ServedApi {
  return serve(DescribeLogDirsApi, {
    versions: { min: 1, max: 5 },
    handle: async (request) => {
      const wanted = filterOf(request)
      return {
        errorCode: ErrorCode.NONE,
        results: (await ports.logDirs.describeDirs()).map((dir) => describe(dir, wanted))
      }
    },
    errorCodes: ({ results }) => results.map(({ errorCode }) => errorCode)
  })
}

type Filter = (topic: string, partition: number) => boolean

/** No list means all; an empty one none. */
function filterOf({ topics }: DescribeLogDirsRequest): Filter {
  if (topics === null) return () => true
  const wanted = new Set(topics.flatMap(({ topic, partitions }) => partitions.map((index) => `${topic}-${index}`)))
  return (topic, partition) => wanted.has(`${topic}-${partition}`)
}

function describe({ path, failure, freeBytes, logs }: LogDirDescription, wanted: Filter): DescribeLogDirsResultInput {
  if (failure !== undefined) return { errorCode: ErrorCode.KAFKA_STORAGE_ERROR, logDir: path, topics: [] }
  const topics = new Map<string, DescribeLogDirsPartitionInput[]>()
  for (const { identity, sizeBytes, highWatermark, logEndOffset } of logs) {
    const { topic, partition } = identity
    if (!wanted(topic, partition)) continue
    const partitions = topics.get(topic) ?? []
    const offsetLag = Math.max(highWatermark - logEndOffset, 0)
    partitions.push({ partitionIndex: partition, partitionSize: sizeBytes, offsetLag, isFutureKey: false })
    topics.set(topic, partitions)
  }
  return {
    errorCode: ErrorCode.NONE,
    logDir: path,
    topics: Array.from(topics, ([name, partitions]) => ({ name, partitions })),
    usableBytes: Number.isSafeInteger(freeBytes) ? freeBytes : UNKNOWN_BYTES
  }
}
