import { decodeResponse, encodeRequest } from '../../packages/protocol/dist/index.js'
import { ProduceApi } from '../../packages/protocol/dist/messages/produce.js'

const PRODUCE_VERSION = 13
/** As the clients of Java and librdkafka do it. */
export const REQUESTS_AHEAD = 5
/** Kafka's default of a producer's `max.request.size`. */
const REQUEST_BYTES_MAX = 1 << 20

/** The chunks of a Produce request with acks=all: `partitionData` are `{ index, records }` of partitions of the topic. */
export function encodeProduce(topicId, partitionData) {
  const message = { transactionalId: null, acks: -1, timeoutMs: 30_000, topicData: [{ topicId, partitionData }] }
  return encodeRequest(ProduceApi, { correlationId: 1, clientId: 'bench', version: PRODUCE_VERSION, message })
}

/** Sends what `encodeProduce` made; resolves with the number of batches, all of them acknowledged. */
export async function sendProduce(connection, chunks) {
  const answer = decodeResponse(ProduceApi, await connection.send(chunks), PRODUCE_VERSION).message
  const answers = answer.responses[0].partitionResponses
  for (const { errorCode, errorMessage } of answers) {
    if (errorCode !== 0) throw new Error(`a batch was refused: ${errorCode} ${errorMessage}`)
  }
  return answers.length
}

/**
 * A loop of requests that were encoded before, `ahead` of them under way, each with a batch for every partition that the broker
 * leads (or for as many as a request holds, or `batchesMax`, the others with the next). Resolves with the batches that were
 * acknowledged until `over`.
 */
export function produceLoop({ topicId }, records, { ahead = REQUESTS_AHEAD, batchesMax = Infinity } = {}) {
  return async (connection, partitions, over) => {
    const inOne = Math.min(batchesMax, Math.max(1, Math.floor(REQUEST_BYTES_MAX / records.length)))
    const requests = []
    for (let from = 0; from < partitions.length; from += inOne) {
      const partitionData = partitions.slice(from, from + inOne).map((index) => ({ index, records }))
      requests.push([Buffer.concat(encodeProduce(topicId, partitionData))])
    }
    if (requests.length === 0) return 0
    let batches = 0
    let next = 0
    const one = async () => {
      while (!over()) {
        const acknowledged = await sendProduce(connection, requests[next++ % requests.length])
        batches += acknowledged
      }
    }
    await Promise.all(Array.from({ length: ahead }, one))
    return batches
  }
}
