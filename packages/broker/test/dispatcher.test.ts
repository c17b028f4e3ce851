import { describe, expect, test } from '@jest/globals'
import { noMetrics, type Counter, type Metrics } from '@gregor/base'
import { decodeResponse, encodeRequest, ErrorCode, ProtocolError } from '@gregor/protocol'
import { ApiVersionsApi } from '@gregor/protocol/messages/api-versions'
import { CreateTopicsApi } from '@gregor/protocol/messages/create-topics'
import { HeartbeatApi } from '@gregor/protocol/messages/heartbeat'
import { Dispatcher } from '../src/dispatcher.ts'
import { LogLimiter } from '../src/log-limiter.ts'
import { RequestMetrics } from '../src/metrics.ts'
import { ApiRegistry, serve, type ServedApi } from '../src/registry.ts'
import { FakeTime } from './support/fake-time.ts'
import { RecordingLogger } from './support/recording-logger.ts'

const apiVersions = serve(ApiVersionsApi, {
  versions: { min: 0, max: 5 },
  handle: () => ({ errorCode: 0, apiKeys: [] })
})

/** Counts by name and labels. */
class CountingMetrics {
  readonly counts = new Map<string, number>()
  readonly port: Metrics = {
    ...noMetrics,
    counter: ({ name }, labels = {}): Counter => ({
      inc: (by = 1) => {
        const series = `${name} ${Object.values(labels).join(' ')}`
        this.counts.set(series, (this.counts.get(series) ?? 0) + by)
      }
    })
  }
}

function dispatcherOf(...apis: readonly ServedApi[]) {
  const time = new FakeTime()
  const logger = new RecordingLogger()
  const metrics = new CountingMetrics()
  const dispatcher = new Dispatcher({
    registry: new ApiRegistry([apiVersions, ...apis]),
    metrics: new RequestMetrics(metrics.port),
    log: new LogLimiter(logger, time),
    clock: time
  })
  const connection = { id: 1, listener: 'PLAINTEXT', remoteAddress: '::1', remotePort: 1, principal: 'User:ANONYMOUS' }
  const run = async (frame: Buffer): Promise<Buffer | undefined> => {
    const response = await dispatcher.prepare(frame.subarray(4), { connection, onGone: () => () => {} }).run()
    return response && Buffer.concat(response).subarray(4)
  }
  return { run, logger, counts: metrics.counts }
}

const heartbeat = Buffer.concat(
  encodeRequest(HeartbeatApi, {
    correlationId: 1,
    clientId: null,
    version: 4,
    message: { groupId: 'g', generationId: 1, memberId: 'm' }
  })
)

const createTopics = Buffer.concat(
  encodeRequest(CreateTopicsApi, {
    correlationId: 1,
    clientId: 'a',
    version: 7,
    message: { topics: [{ name: 't', numPartitions: 1, replicationFactor: 1, assignments: [], configs: [] }] }
  })
)

const failing = (error: Error, now: boolean): ServedApi =>
  serve(HeartbeatApi, {
    versions: { min: 0, max: 4 },
    handle: () => {
      if (now) throw error
      return Promise.reject(error)
    }
  })

const failingWithAnswer = (error: Error): ServedApi =>
  serve(CreateTopicsApi, {
    versions: { min: 2, max: 7 },
    handle: () => {
      throw error
    },
    failed: (failure, { topics }) => ({
      topics: topics.map(({ name }) => ({ name, topicId: 'AAAAAAAAAAAAAAAAAAAAAA', ...failure, configs: null }))
    }),
    errorCodes: ({ topics }) => topics.map(({ errorCode }) => errorCode)
  })

describe('a handler that throws', () => {
  test.each([true, false])('closes the connection when its API has no answer for that (at once: %s)', async (now) => {
    const { run, logger } = dispatcherOf(failing(new Error('out of luck'), now))
    await expect(run(heartbeat)).rejects.toThrow(/Heartbeat, which failed: out of luck/)
    expect(logger.lines).toEqual(['A request failed'])
  })

  test('is answered with UNKNOWN_SERVER_ERROR, and without what happened inside', async () => {
    const { run, counts } = dispatcherOf(failingWithAnswer(new Error('secret path')))
    const { message } = decodeResponse(CreateTopicsApi, (await run(createTopics))!, 7)
    expect(message.topics[0]).toMatchObject({ name: 't', errorCode: ErrorCode.UNKNOWN_SERVER_ERROR })
    expect(message.topics[0]!.errorMessage).not.toContain('secret')
    expect(counts.get('kafka_network_requestmetrics_errors_total CreateTopics UNKNOWN_SERVER_ERROR')).toBe(1)
  })

  test('with a protocol error is answered with that', async () => {
    const { run } = dispatcherOf(failingWithAnswer(new ProtocolError(ErrorCode.REQUEST_TIMED_OUT, 'too slow')))
    const { message } = decodeResponse(CreateTopicsApi, (await run(createTopics))!, 7)
    expect(message.topics[0]).toMatchObject({ errorCode: ErrorCode.REQUEST_TIMED_OUT, errorMessage: 'too slow' })
  })
})

test('a response that its version cannot carry closes the connection', async () => {
  const broken = serve(HeartbeatApi, { versions: { min: 0, max: 4 }, handle: () => ({ errorCode: 99_999 }) })
  const { run, logger } = dispatcherOf(broken)
  await expect(run(heartbeat)).rejects.toThrow(/cannot be encoded/)
  expect(logger.lines).toEqual(['A response cannot be encoded'])
})

test('requests and errors are counted', async () => {
  const { run, counts } = dispatcherOf(
    serve(HeartbeatApi, {
      versions: { min: 0, max: 4 },
      handle: () => ({ errorCode: ErrorCode.REBALANCE_IN_PROGRESS })
    })
  )
  await run(heartbeat)
  await run(heartbeat)
  expect([...counts]).toEqual([
    ['kafka_network_requestmetrics_requests_total Heartbeat 4', 2],
    ['kafka_network_requestmetrics_errors_total Heartbeat REBALANCE_IN_PROGRESS', 2]
  ])
})

describe('the table', () => {
  test('refuses a key that is served twice', () => {
    expect(() => new ApiRegistry([apiVersions, apiVersions])).toThrow(/served twice/)
  })

  test('refuses versions that the schema lacks', () => {
    expect(() => serve(HeartbeatApi, { versions: { min: 0, max: 5 }, handle: () => ({ errorCode: 0 }) })).toThrow(
      /schema lacks/
    )
  })
})
