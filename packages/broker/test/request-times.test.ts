import { expect, test } from '@jest/globals'
import { noMetrics, type Metrics } from '@gregor/base'
import { encodeRequest } from '@gregor/protocol'
import { ApiVersionsApi } from '@gregor/protocol/messages/api-versions'
import { HeartbeatApi } from '@gregor/protocol/messages/heartbeat'
import { Dispatcher } from '../src/dispatcher.ts'
import { LogLimiter } from '../src/log-limiter.ts'
import { RequestMetrics } from '../src/metrics.ts'
import { ApiRegistry, serve } from '../src/registry.ts'
import { createBrokerMemory } from '../src/memory/broker-memory.ts'
import { ConnectionMemory } from '../src/memory/connection-memory.ts'
import { RequestPipeline } from '../src/request-pipeline.ts'
import { FakeTime } from './support/fake-time.ts'
import { RecordingLogger } from './support/recording-logger.ts'

const connection = { id: 1, listener: 'PLAINTEXT', remoteAddress: '::1', remotePort: 1, principal: 'User:ANONYMOUS' }
const settled = (): Promise<void> => new Promise((resolve) => void setImmediate(resolve))

const heartbeat = Buffer.concat(
  encodeRequest(HeartbeatApi, {
    correlationId: 1,
    clientId: null,
    version: 4,
    message: { groupId: 'g', generationId: 1, memberId: 'm' }
  })
).subarray(4)

test('the time of a request is told by stage, and the stages add up', async () => {
  const time = new FakeTime()
  const observed: [string, number][] = []
  const metrics: Metrics = {
    ...noMetrics,
    summary: ({ name }, labels) => ({
      observe: (value) => {
        if (labels?.['request'] === 'Heartbeat')
          observed.push([name.replace('kafka_network_requestmetrics_', ''), value])
      }
    })
  }
  const answers: (() => void)[] = []
  const dispatcher = new Dispatcher({
    registry: new ApiRegistry([
      serve(ApiVersionsApi, { versions: { min: 0, max: 4 }, handle: () => ({ errorCode: 0, apiKeys: [] }) }),
      serve(HeartbeatApi, {
        versions: { min: 0, max: 4 },
        handle: () => {
          time.advance(3)
          return new Promise((resolve) => answers.push(() => resolve({ errorCode: 0 })))
        }
      })
    ]),
    metrics: new RequestMetrics(metrics),
    log: new LogLimiter(new RecordingLogger(), time),
    clock: time
  })
  const sent: (() => void)[] = []
  const pipeline = new RequestPipeline({
    dispatcher,
    connection,
    memory: new ConnectionMemory(createBrokerMemory({ requests: 1000, answers: 1000 })),
    requestsMax: 10,
    bytesMax: 1000,
    effects: { send: (_response, onSent) => sent.push(onSent!), close: () => {}, ready: () => {} }
  })
  pipeline.take(heartbeat)
  pipeline.take(heartbeat)
  expect(pipeline.load).toEqual({ requestsQueued: 1, responsesQueued: 0, bytes: 2 * heartbeat.length })
  time.advance(20)
  answers.shift()!()
  await settled()
  time.advance(5)
  sent.shift()!()
  // The next one on the connection ran before the socket took this response.
  expect(observed.splice(0)).toEqual([
    ['totaltimems', 31],
    ['requestqueuetimems', 0],
    ['localtimems', 3],
    ['remotetimems', 20],
    ['responsequeuetimems', 0],
    ['responsesendtimems', 8],
    ['requestbytes', heartbeat.length]
  ])
  answers.shift()!()
  await settled()
  sent.shift()!()
  const second = Object.fromEntries(observed)
  // It came when the handler of the first one had returned, and waited for its answer.
  expect(second).toMatchObject({ requestqueuetimems: 20, localtimems: 3, remotetimems: 5, responsesendtimems: 0 })
  expect(pipeline.load).toEqual({ requestsQueued: 0, responsesQueued: 0, bytes: 0 })
})
