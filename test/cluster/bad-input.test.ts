// What clients must not send, against a real broker: the protocol's error or a closed connection, one log line, and the
// broker lives.
import { ZERO_TOPIC_ID } from '@gregor/base'
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals'
import { ErrorCode, buildRecordBatch } from '@gregor/protocol'
import { ApiVersionsApi } from '@gregor/protocol/messages/api-versions'
import { CreateTopicsApi } from '@gregor/protocol/messages/create-topics'
import { MetadataApi } from '@gregor/protocol/messages/metadata'
import { ProduceApi } from '@gregor/protocol/messages/produce'
import { type TestCluster, startTestCluster } from '../support/cluster.ts'
import { readAll } from '../support/reader.ts'
import { type RawClient, rawClient } from '../support/raw-client.ts'
import { until } from '../support/until.ts'

let cluster: TestCluster
const open: RawClient[] = []
beforeAll(async () => {
  cluster = await startTestCluster({ brokers: 1 })
}, 90_000)
afterAll(() => cluster?.dispose(), 60_000)
afterEach(async () => {
  for (const client of open.splice(0)) client.close()
  expect(cluster.process(1).running).toBe(true)
  const { errorCode } = await (
    await dial()
  ).request(ApiVersionsApi, 0, { clientSoftwareName: '', clientSoftwareVersion: '' })
  expect(errorCode).toBe(0)
})

async function dial(): Promise<RawClient> {
  const client = await rawClient(cluster.layout.brokers[0]!.kafkaPort)
  open.push(client)
  return client
}

/** A frame with a request header v1 and a body of zeros. */
function frame(apiKey: number, version: number, body = Buffer.alloc(8)): Buffer {
  const header = Buffer.alloc(14)
  header.writeInt32BE(10 + body.length, 0)
  header.writeInt16BE(apiKey, 4)
  header.writeInt16BE(version, 6)
  header.writeInt32BE(77, 8)
  header.writeInt16BE(-1, 12)
  return Buffer.concat([header, body])
}

const logged = (pattern: RegExp) =>
  until(`the log has ${pattern}`, () => cluster.output.some(({ line }) => pattern.test(line)))

const recordBatch = () =>
  buildRecordBatch({ records: [{ key: Buffer.from('k'), value: Buffer.from('v'), timestamp: 1_700_000_000_000 }] })

async function produceOne(topic: string, records: Buffer) {
  const client = await dial()
  const response = await client.request(ProduceApi, 11, {
    transactionalId: null,
    acks: -1,
    timeoutMs: 5000,
    topicData: [{ name: topic, topicId: ZERO_TOPIC_ID, partitionData: [{ index: 0, records }] }]
  })
  return response.responses[0]!.partitionResponses[0]!
}

describe('bad input', () => {
  test('garbage closes the connection', async () => {
    const client = await dial()
    client.write(Buffer.from('no such protocol, but many bytes of something else entirely'))
    await client.closed
  })

  test('HTTP gets an answer that a person understands', async () => {
    const response = await fetch(`http://127.0.0.1:${cluster.layout.brokers[0]!.kafkaPort}/`).catch(
      (error: Error) => error
    )
    expect(response).toBeInstanceOf(Response)
    expect(await (response as Response).text()).toMatch(/Kafka/)
  })

  test.each([
    ['negative', -1],
    ['over the limit', 0x7f_ff_ff_ff]
  ])('a frame size that is %s closes the connection', async (_, size) => {
    const client = await dial()
    const bytes = Buffer.alloc(4)
    bytes.writeInt32BE(size)
    client.write(bytes)
    await client.closed
    await logged(/Closed a connection: the client .*(?:-1|2147483647)/)
  })

  test('an unknown API key closes the connection', async () => {
    const client = await dial()
    client.write(frame(999, 0))
    await client.closed
    await logged(/999/)
  })

  test('an unknown version of a known key closes the connection', async () => {
    const client = await dial()
    client.write(frame(MetadataApi.key, 99))
    await client.closed
    await logged(/99/)
  })

  test('an unknown version of ApiVersions is answered with UNSUPPORTED_VERSION in version 0', async () => {
    const client = await dial()
    client.write(frame(ApiVersionsApi.key, 99))
    const answer = await client.frame()
    expect(answer.readInt32BE(0)).toBe(77)
    expect(answer.readInt16BE(4)).toBe(ErrorCode.UNSUPPORTED_VERSION)
  })

  test('a body that claims more than it has closes the connection', async () => {
    const client = await dial()
    const body = Buffer.alloc(4)
    body.writeInt32BE(0x7f_ff_ff_f0)
    client.write(frame(MetadataApi.key, 1, body))
    await client.closed
  })

  test.each(['', '.', '..', '../x', 'a/b', 'nul\0', 'x'.repeat(250), 'ümlaut'])(
    'the topic name %j is refused',
    async (name) => {
      const client = await dial()
      const { topics } = await client.request(CreateTopicsApi, 7, {
        topics: [{ name, numPartitions: 1, replicationFactor: 1, assignments: [], configs: [] }],
        timeoutMs: 5000
      })
      expect(topics[0]).toMatchObject({ name, errorCode: ErrorCode.INVALID_TOPIC_EXCEPTION })
      expect(topics[0]!.errorMessage).toBeTruthy()
    }
  )

  test('a corrupt batch is refused and nothing of it is stored', async () => {
    const client = await dial()
    await client.request(CreateTopicsApi, 7, {
      topics: [{ name: 'corrupt', numPartitions: 1, replicationFactor: 1, assignments: [], configs: [] }],
      timeoutMs: 10_000
    })
    expect((await produceOne('corrupt', recordBatch())).errorCode).toBe(0)
    const bad = recordBatch()
    bad[bad.length - 1]! ^= 0xff
    expect((await produceOne('corrupt', bad)).errorCode).toBe(ErrorCode.CORRUPT_MESSAGE)
    expect(await readAll(cluster.layout, 'corrupt', { partitions: 1 })).toHaveLength(1)
  })
})
