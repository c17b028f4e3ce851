import { afterEach, describe, expect, test } from '@jest/globals'
import { BrokerId } from '@gregor/base'
import { decodeResponse } from '@gregor/protocol'
import { ApiVersionsApi } from '@gregor/protocol/messages/api-versions'
import { FetchApi } from '@gregor/protocol/messages/fetch'
import { MetadataApi } from '@gregor/protocol/messages/metadata'
import { ProduceApi } from '@gregor/protocol/messages/produce'
import { createBroker, type KafkaBroker } from '../../src/broker.ts'
import { createKafkaListener } from '../../src/io/kafka-listener.ts'
import { Harness, type HarnessOptions } from '../support/harness.ts'
import { batchOf } from '../support/records.ts'
import { TestClient } from '../support/test-client.ts'

const clients: TestClient[] = []
const brokers: KafkaBroker[] = []

afterEach(async () => {
  for (const client of clients.splice(0)) client.close()
  await Promise.all(brokers.splice(0).map((broker) => broker.stop({ graceMs: 0 })))
})

async function start(options: HarnessOptions = {}) {
  const harness = new Harness(options)
  const broker = harness.listen()
  brokers.push(broker)
  await broker.start()
  return { harness, broker, port: broker.addresses[0]!.port }
}

async function connect(port: number): Promise<TestClient> {
  const client = await TestClient.connect(port)
  clients.push(client)
  return client
}

const anyTopics = { topics: null }
const produceTo = (topicId: string, acks: number, ...values: string[]) => ({
  acks,
  timeoutMs: 1000,
  topicData: [{ topicId, partitionData: [{ index: 0, records: batchOf(values) }] }]
})

describe('a connection', () => {
  test('is served: versions first, then metadata', async () => {
    const { harness, port } = await start()
    harness.cluster.addTopic({ name: 'flights', leaders: [1] })
    const client = await connect(port)
    const versions = await client.call(ApiVersionsApi, 4, { clientSoftwareName: 'test', clientSoftwareVersion: '1.0' })
    expect(versions.errorCode).toBe(0)
    const metadata = await client.call(MetadataApi, 13, anyTopics)
    expect(metadata.topics.map(({ name }) => name)).toEqual(['flights'])
  })

  test('gets its requests answered in order when they come in one packet', async () => {
    const { port } = await start()
    const client = await connect(port)
    const frames = Array.from({ length: 50 }, () => client.frame(MetadataApi, 9, anyTopics))
    client.socket.write(Buffer.concat(frames))
    for (let expected = 1; expected <= 50; expected++) {
      expect(decodeResponse(MetadataApi, (await client.next())!, 9).correlationId).toBe(expected)
    }
  })

  test('gets its request answered when it comes byte by byte', async () => {
    const { port } = await start()
    const client = await connect(port)
    client.socket.setNoDelay(true)
    for (const byte of client.frame(MetadataApi, 9, anyTopics)) {
      client.socket.write(Buffer.of(byte))
      await new Promise(setImmediate)
    }
    expect(decodeResponse(MetadataApi, (await client.next())!, 9).correlationId).toBe(1)
  })

  test('has several produce requests under way, answered in order', async () => {
    const { harness, port } = await start()
    const topicId = harness.cluster.addTopic({ name: 'flights', leaders: [1] })
    harness.replicas.held = []
    const client = await connect(port)
    client.socket.write(
      Buffer.concat(['a', 'b', 'c'].map((value) => client.frame(ProduceApi, 13, produceTo(topicId, -1, value))))
    )
    while (harness.replicas.held.length < 3) await new Promise(setImmediate)
    const [first, second, third] = harness.replicas.held
    third!()
    second!()
    first!()
    for (const expected of [1, 2, 3]) {
      const { correlationId, message } = decodeResponse(ProduceApi, (await client.next())!, 13)
      expect([correlationId, message.responses[0]?.partitionResponses[0]?.baseOffset]).toEqual([expected, expected - 1])
    }
  })

  test('does not start a request before a waiting fetch is answered', async () => {
    const { harness, port } = await start()
    const topicId = harness.cluster.addTopic({ name: 'flights', leaders: [1] })
    const client = await connect(port)
    const fetch = client.frame(FetchApi, 13, fetchOf(topicId))
    client.socket.write(Buffer.concat([fetch, client.frame(ProduceApi, 13, produceTo(topicId, 1, 'late'))]))
    while (harness.replicas.waiting.size === 0) await new Promise(setImmediate)
    expect(harness.replicas.appends).toHaveLength(0)
    harness.replicas.expireFetches()
    expect(decodeResponse(FetchApi, (await client.next())!, 13).correlationId).toBe(1)
    expect(decodeResponse(ProduceApi, (await client.next())!, 13).correlationId).toBe(2)
  })

  test('that closes gives up its waiting fetch', async () => {
    const { harness, broker, port } = await start()
    const topicId = harness.cluster.addTopic({ name: 'flights', leaders: [1] })
    const client = await connect(port)
    client.socket.write(client.frame(FetchApi, 13, fetchOf(topicId)))
    while (harness.replicas.waiting.size === 0) await new Promise(setImmediate)
    client.close()
    while (harness.replicas.waiting.size > 0) await new Promise(setImmediate)
    while (broker.connectionCount > 0) await new Promise(setImmediate)
  })

  test('that does not read gets no more requests served, and others are', async () => {
    const { harness, port } = await start()
    const topicId = harness.cluster.addTopic({ name: 'flights', leaders: [1] })
    const writer = await connect(port)
    await writer.call(ProduceApi, 13, produceTo(topicId, 1, 'x'.repeat(1_000_000)))
    const slow = await connect(port)
    slow.socket.pause()
    const frames = Array.from({ length: 100 }, () => slow.frame(FetchApi, 13, fetchOf(topicId)))
    slow.socket.write(Buffer.concat(frames))
    for (let round = 0; round < 20; round++) await writer.call(MetadataApi, 9, anyTopics)
    expect(harness.replicas.fetches.length).toBeLessThan(50)
    slow.socket.resume()
    for (let expected = 1; expected <= 100; expected++) {
      expect(decodeResponse(FetchApi, (await slow.next())!, 13).correlationId).toBe(expected)
    }
  })
})

const fetchOf = (topicId: string) => ({
  maxWaitMs: 60_000,
  minBytes: 1,
  maxBytes: 50_000_000,
  topics: [{ topicId, partitions: [{ partition: 0, fetchOffset: 0, partitionMaxBytes: 1_000_000 }] }]
})

describe('bad input closes the connection with one line in the log', () => {
  const header = (apiKey: number, version: number): Buffer => {
    // The last byte counts the tagged fields of a flexible header.
    const bytes = Buffer.alloc(4 + 11)
    bytes.writeInt32BE(11, 0)
    bytes.writeInt16BE(apiKey, 4)
    bytes.writeInt16BE(version, 6)
    bytes.writeInt32BE(1, 8)
    bytes.writeInt16BE(-1, 12)
    return bytes
  }

  test.each<[string, Buffer, RegExp]>([
    ['an unknown key', header(999, 0), /API key 999/],
    ['a negative key', header(-1, 0), /API key -1/],
    ['a key that is known but not served', header(52, 0), /API key 52/],
    ['an authentication', header(17, 1), /SASL.*security\.protocol=PLAINTEXT/],
    ['a version too new', header(3, 99), /Metadata version 99; versions 0 to 13/],
    ['a version too old', header(0, 2), /Produce version 2; versions 3 to 13/],
    ['a body that is cut off', header(3, 9), /malformed Metadata request/],
    ['a client id that claims too much', Buffer.from('0000000a00030009000000017fff', 'hex'), /malformed header/],
    ['a frame over the limit', Buffer.from('7fffffff', 'hex'), /2147483647 bytes; .*socket\.request\.max\.bytes/],
    ['a negative size', Buffer.from('80000000', 'hex'), /-2147483648 bytes/],
    ['a TLS hello', Buffer.from('16030100c8010000c403', 'hex'), /TLS hello/],
    ['random bytes', Buffer.from('f00dfacef00dfacef00dfacef00dface', 'hex'), /bytes/]
  ])('%s', async (_name, bytes, line) => {
    const { harness, port } = await start()
    const client = await connect(port)
    client.socket.write(bytes)
    await client.untilClosed()
    expect(harness.logger.lines).toHaveLength(1)
    expect(harness.logger.lines[0]).toMatch(line)
    const other = await connect(port)
    expect((await other.call(MetadataApi, 9, anyTopics)).brokers).toHaveLength(3)
  })

  test('a TLS hello gets an alert: its client gives up, and says that it was TLS', async () => {
    const { port } = await start()
    const client = await connect(port)
    client.socket.write(Buffer.from('16030100c8010000c403', 'hex'))
    await client.untilClosed()
    expect(Buffer.concat(client.received)).toEqual(Buffer.from('15030300020228', 'hex'))
  })

  test('HTTP is told where to go', async () => {
    const { harness, port } = await start({ admin: { host: '', port: 9644 } })
    const client = await connect(port)
    client.socket.write('GET /metrics HTTP/1.1\r\nHost: localhost\r\n\r\n')
    await client.untilClosed()
    expect(Buffer.concat(client.received).toString()).toMatch(/^HTTP\/1\.1 400 Bad Request\r\n[^]*Kafka protocol/)
    expect(Buffer.concat(client.received).toString()).toContain('http://127.0.0.1:9644/metrics')
    expect(harness.logger.lines).toEqual([expect.stringContaining('HTTP request')])
  })

  test('many such clients do not fill the log', async () => {
    const { harness, port } = await start()
    for (let round = 0; round < 5; round++) {
      const client = await connect(port)
      client.socket.write(header(999, 0))
      await client.untilClosed()
    }
    expect(harness.logger.lines).toHaveLength(1)
  })

  test('what came before is still answered', async () => {
    const { port } = await start()
    const client = await connect(port)
    client.socket.write(Buffer.concat([client.frame(MetadataApi, 9, anyTopics), header(999, 0)]))
    expect(decodeResponse(MetadataApi, (await client.next())!, 9).correlationId).toBe(1)
    await client.untilClosed()
  })

  test('ApiVersions too new is answered with the versions that are served', async () => {
    const { port } = await start()
    const client = await connect(port)
    client.socket.write(header(18, 77))
    const { correlationId, message } = decodeResponse(ApiVersionsApi, (await client.next())!, 0)
    expect(correlationId).toBe(1)
    expect(message).toMatchObject({ errorCode: 35, apiKeys: [{ apiKey: 18, minVersion: 0, maxVersion: 5 }] })
    expect(
      (await client.call(ApiVersionsApi, 0, { clientSoftwareName: '', clientSoftwareVersion: '' })).errorCode
    ).toBe(0)
  })

  test('acks=0 has no response, and a refusal closes the connection', async () => {
    const { harness, port } = await start()
    const topicId = harness.cluster.addTopic({ name: 'flights', leaders: [1] })
    const client = await connect(port)
    client.socket.write(client.frame(ProduceApi, 13, produceTo(topicId, 0, 'fire and forget')))
    expect((await client.call(ProduceApi, 13, produceTo(topicId, 1, 'next'))).responses).toHaveLength(1)
    harness.replicas.refusals.set(`${topicId}-0`, { errorCode: 6 })
    client.socket.write(client.frame(ProduceApi, 13, produceTo(topicId, 0, 'refused')))
    await client.untilClosed()
    expect(harness.logger.lines).toEqual([expect.stringContaining('NOT_LEADER_OR_FOLLOWER')])
  })
})

describe('limits', () => {
  test('connections.max.idle.ms closes what says nothing, and what sends a request drop by drop', async () => {
    const { harness, broker, port } = await start({ config: { 'connections.max.idle.ms': '60000' } })
    const idle = await connect(port)
    const dripping = await connect(port)
    const busy = await connect(port)
    await busy.call(MetadataApi, 9, anyTopics)
    for (let minute = 0; minute < 2; minute++) {
      dripping.socket.write(Buffer.of(0))
      await busy.call(MetadataApi, 9, anyTopics)
      harness.time.advance(40_000)
    }
    await idle.untilClosed()
    await dripping.untilClosed()
    expect(busy.closed).toBe(false)
    expect(broker.connectionCount).toBe(1)
  })

  test('a waiting fetch does not count as idle', async () => {
    const { harness, broker, port } = await start({ config: { 'connections.max.idle.ms': '60000' } })
    const topicId = harness.cluster.addTopic({ name: 'flights', leaders: [1] })
    const client = await connect(port)
    client.socket.write(client.frame(FetchApi, 13, fetchOf(topicId)))
    while (harness.replicas.waiting.size === 0) await new Promise(setImmediate)
    harness.time.advance(300_000)
    expect(broker.connectionCount).toBe(1)
  })

  test('max.connections and max.connections.per.ip', async () => {
    for (const key of ['max.connections', 'max.connections.per.ip']) {
      const { harness, port } = await start({ config: { [key]: '1' } })
      const first = await connect(port)
      await first.call(MetadataApi, 9, anyTopics)
      const second = await connect(port)
      await second.untilClosed()
      expect(harness.logger.lines).toEqual([expect.stringContaining(`${key} is reached`)])
      first.close()
      let third = await connect(port)
      while (third.closed || !(await answers(third))) third = await connect(port)
    }
  })
})

async function answers(client: TestClient): Promise<boolean> {
  try {
    await client.call(MetadataApi, 9, anyTopics)
    return true
  } catch {
    return false
  }
}

describe('stop', () => {
  test('answers what is under way, then closes', async () => {
    const { harness, broker, port } = await start()
    const topicId = harness.cluster.addTopic({ name: 'flights', leaders: [1] })
    harness.replicas.held = []
    const client = await connect(port)
    client.socket.write(client.frame(ProduceApi, 13, produceTo(topicId, -1, 'last words')))
    while (harness.replicas.held.length === 0) await new Promise(setImmediate)
    const stopped = broker.stop({ graceMs: 10_000 })
    harness.replicas.held[0]!()
    expect(decodeResponse(ProduceApi, (await client.next())!, 13).message.responses).toHaveLength(1)
    await stopped
    await client.untilClosed()
  })

  test('cuts what is not done in time', async () => {
    const { harness, broker, port } = await start()
    const topicId = harness.cluster.addTopic({ name: 'flights', leaders: [1] })
    const client = await connect(port)
    client.socket.write(client.frame(FetchApi, 13, fetchOf(topicId)))
    while (harness.replicas.waiting.size === 0) await new Promise(setImmediate)
    const stopped = broker.stop({ graceMs: 500 })
    harness.time.advance(500)
    await stopped
    expect(harness.replicas.waiting.size).toBe(0)
  })

  test('a port that is taken rejects the start, and leaves nothing open', async () => {
    const { port } = await start()
    const harness = new Harness()
    const second = createBroker({
      nodeId: BrokerId(1),
      listeners: [
        { name: 'FREE', host: '127.0.0.1', port: 0 },
        { name: 'TAKEN', host: '127.0.0.1', port }
      ],
      config: harness.config,
      createListener: createKafkaListener,
      ports: harness.ports
    })
    await expect(second.start()).rejects.toMatchObject({ code: 'EADDRINUSE' })
  })
})
