// Connections that share little memory, on real sockets.
import { afterEach, expect, test } from '@jest/globals'
import { MetadataApi } from '@gregor/protocol/messages/metadata'
import { ProduceApi } from '@gregor/protocol/messages/produce'
import type { KafkaBroker } from '../../src/broker.ts'
import { Harness } from '../support/harness.ts'
import { batchOf } from '../support/records.ts'
import { TestClient } from '../support/test-client.ts'

const mebibyte = 1024 * 1024
/** Leaves 16 MiB for requests. */
const config = { 'gregor.memory.max.bytes': String(192 * mebibyte) }

const clients: TestClient[] = []
let broker: KafkaBroker
afterEach(async () => {
  for (const client of clients.splice(0)) client.close()
  await broker.stop({ graceMs: 0 })
})

async function start() {
  const harness = new Harness({ config })
  broker = harness.listen()
  await broker.start()
  const topicId = harness.cluster.addTopic({ name: 'flights', leaders: [1] })
  return { harness, topicId }
}

async function connect(): Promise<TestClient> {
  const client = await TestClient.connect(broker.addresses[0]!.port)
  clients.push(client)
  return client
}

const tenMebibytes = batchOf(['x'.repeat(10 * mebibyte)])
const produceTo = (topicId: string) => ({
  acks: -1,
  timeoutMs: 60_000,
  topicData: [{ topicId, partitionData: [{ index: 0, records: tenMebibytes }] }]
})
const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

test('requests wait for those that have the memory, and small ones pass', async () => {
  const { harness, topicId } = await start()
  const held = (harness.replicas.held = [] as (() => void)[])
  const producers = [await connect(), await connect(), await connect()]
  const answers = producers.map((producer) => producer.call(ProduceApi, 13, produceTo(topicId)))
  while (held.length === 0) await turn()
  const other = await connect()
  for (let round = 0; round < 50; round++) await other.call(MetadataApi, 9, { topics: null })
  // One has come; of the two others nothing is read beyond what a socket gives at a time.
  expect(held).toHaveLength(1)
  held[0]!()
  while (held.length < 2) await turn()
  held[1]!()
  while (held.length < 3) await turn()
  held[2]!()
  for (const answer of answers) expect((await answer).responses[0]!.partitionResponses[0]!.errorCode).toBe(0)
})

test('who does not send the rest of a request is closed when others have waited for long', async () => {
  const { harness, topicId } = await start()
  const stuck = await connect()
  stuck.socket.write(stuck.frame(ProduceApi, 13, produceTo(topicId)).subarray(0, 1000))
  const alone = await connect()
  await alone.call(MetadataApi, 9, { topics: null })
  harness.time.advance(60_000)
  expect(stuck.closed).toBe(false)
  const waiting = await connect()
  const answer = waiting.call(ProduceApi, 13, produceTo(topicId))
  while (harness.logger.lines.length === 0) {
    harness.time.advance(5000)
    await turn()
  }
  await stuck.untilClosed()
  expect(harness.logger.lines).toEqual([expect.stringContaining('did not send the rest of a request within')])
  expect((await answer).responses[0]!.partitionResponses[0]!.errorCode).toBe(0)
})
