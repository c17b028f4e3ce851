import { BATCH_HEADER_BYTES, batchBytesOf, hasWholeBatch, lastOffsetOf } from '../../packages/protocol/dist/index.js'
import { FetchApi } from '../../packages/protocol/dist/messages/fetch.js'

const FETCH_VERSION = 17

/**
 * Reads partitions that the broker leads from their beginnings to their ends, one fetch after the other, or until `over`. Resolves
 * with the number of records.
 */
export async function readAll(connection, { topicId, partitions, partitionBytesMax = 1 << 20, over = () => false }) {
  const offsets = new Map(partitions.map((partition) => [partition, 0]))
  const ends = new Map()
  let read = 0
  while (!over() && partitions.some((partition) => offsets.get(partition) !== ends.get(partition))) {
    const wanted = partitions.map((partition) => ({
      partition,
      currentLeaderEpoch: -1,
      fetchOffset: offsets.get(partition),
      lastFetchedEpoch: -1,
      logStartOffset: -1,
      partitionMaxBytes: partitionBytesMax
    }))
    const answer = await connection.request(FetchApi, FETCH_VERSION, {
      maxWaitMs: 500,
      minBytes: 1,
      maxBytes: 50 << 20,
      isolationLevel: 0,
      sessionId: 0,
      sessionEpoch: -1,
      topics: [{ topicId, partitions: wanted }],
      forgottenTopicsData: [],
      rackId: ''
    })
    for (const { partitionIndex, errorCode, highWatermark, records } of answer.responses[0].partitions) {
      if (errorCode !== 0) throw new Error(`a fetch was refused: ${errorCode}`)
      ends.set(partitionIndex, highWatermark)
      const next = endOf(records) ?? offsets.get(partitionIndex)
      read += next - offsets.get(partitionIndex)
      offsets.set(partitionIndex, next)
    }
  }
  return read
}

/** The offset after the last whole batch; undefined when there is none. */
function endOf(records) {
  if (records === null) return undefined
  let end
  for (let at = 0; at + BATCH_HEADER_BYTES <= records.length; at += batchBytesOf(records, at)) {
    if (!hasWholeBatch(records, at)) break
    end = lastOffsetOf(records, at) + 1
  }
  return end
}
