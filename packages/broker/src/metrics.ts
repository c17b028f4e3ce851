import { defineMetrics, type Counter, type MetricDefinition, type Metrics, type Summary } from '@gregor/base'
import { errorInfo } from '@gregor/protocol'
import type { BrokerMemory } from './memory/broker-memory.ts'
import type { ServedApi } from './registry.ts'
import type { RequestTimes } from './request-times.ts'

const requestTime = <const Stage extends string>(stage: Stage, help: string) =>
  ({ name: `kafka_network_requestmetrics_${stage}timems`, type: 'summary', help, labels: ['request'] }) as const
const ofSockets = ['listener', 'networkProcessor'] as const

/** What the Kafka listener measures. */
export const brokerMetrics = defineMetrics({
  requests: {
    name: 'kafka_network_requestmetrics_requests_total',
    type: 'counter',
    help: 'Requests answered, by API and version.',
    labels: ['request', 'version']
  },
  errors: {
    name: 'kafka_network_requestmetrics_errors_total',
    type: 'counter',
    help: 'Error codes in responses, by API and name; NONE too.',
    labels: ['request', 'error']
  },
  totalTime: requestTime('total', 'Milliseconds from the whole request to the whole response: the sum of all stages.'),
  queueTime: requestTime(
    'requestqueue',
    'Milliseconds in which a request waits for those before it on its connection.'
  ),
  localTime: requestTime('local', 'Milliseconds in which the handler of a request works.'),
  remoteTime: requestTime(
    'remote',
    'Milliseconds in which a request waits: for replicas and their disks (Produce), for records (Fetch), for the controller.'
  ),
  responseQueueTime: requestTime(
    'responsequeue',
    'Milliseconds in which a response waits for those before it on its connection.'
  ),
  sendTime: requestTime('responsesend', 'Milliseconds until the socket has taken the whole response.'),
  requestBytes: {
    name: 'kafka_network_requestmetrics_requestbytes',
    type: 'summary',
    help: 'Bytes of a request.',
    labels: ['request']
  },
  requestQueueSize: {
    name: 'kafka_network_requestchannel_requestqueuesize',
    type: 'gauge',
    help: 'Requests that wait for those before them on their connections.',
    labels: ['listener']
  },
  responseQueueSize: {
    name: 'kafka_network_requestchannel_responsequeuesize',
    type: 'gauge',
    help: 'Responses that wait for those before them on their connections.',
    labels: ['listener']
  },
  bufferedBytes: {
    name: 'gregor_listener_buffered_bytes',
    type: 'gauge',
    help: 'Memory that holds requests under way and responses that clients have not taken yet.',
    labels: ['listener']
  },
  connections: {
    name: 'kafka_server_socket_server_metrics_connection_count',
    type: 'gauge',
    help: 'Open connections of clients.',
    labels: ofSockets
  },
  connectionsOpened: {
    name: 'kafka_server_socket_server_metrics_connection_creation_total',
    type: 'counter',
    help: 'Connections of clients that were accepted.',
    labels: ofSockets
  },
  connectionsClosed: {
    name: 'kafka_server_socket_server_metrics_connection_close_total',
    type: 'counter',
    help: 'Connections of clients that are gone.',
    labels: ofSockets
  },
  connectionsRefused: {
    name: 'gregor_listener_connections_refused_total',
    type: 'counter',
    help: 'Connections closed at once because of max.connections or max.connections.per.ip.',
    labels: ['listener']
  },
  connectionsKilled: {
    name: 'gregor_listener_connections_killed_total',
    type: 'counter',
    help: 'Connections closed for what the client sent, or for not reading its responses.',
    labels: ['listener']
  },
  connectionsIdle: {
    name: 'kafka_server_socket_server_metrics_expired_connections_killed_count',
    type: 'counter',
    help: 'Connections closed after connections.max.idle.ms.',
    labels: ofSockets
  },
  receivedBytes: {
    name: 'kafka_server_socket_server_metrics_incoming_byte_total',
    type: 'counter',
    help: 'Bytes received from clients.',
    labels: ofSockets
  },
  sentBytes: {
    name: 'kafka_server_socket_server_metrics_outgoing_byte_total',
    type: 'counter',
    help: 'Bytes sent to clients.',
    labels: ofSockets
  },
  memoryUsed: {
    name: 'gregor_memory_share_used_bytes',
    type: 'gauge',
    help: 'Memory that clients hold of a share of gregor.memory.max.bytes: requests, answers.',
    labels: ['share']
  },
  memoryMax: {
    name: 'gregor_memory_share_max_bytes',
    type: 'gauge',
    help: 'The size of a share of gregor.memory.max.bytes: requests, answers.',
    labels: ['share']
  },
  memoryWaiting: {
    name: 'gregor_memory_share_waiting',
    type: 'gauge',
    help: 'Connections that wait for memory: to be read from (requests), or to be answered with records (answers).',
    labels: ['share']
  },
  memoryWaits: {
    name: 'gregor_memory_share_waits_total',
    type: 'counter',
    help: 'How often a connection had to wait for memory.',
    labels: ['share']
  },
  fetchSessions: {
    name: 'kafka_server_fetchsessioncache_numincrementalfetchsessions',
    type: 'gauge',
    help: 'Incremental fetch sessions of consumers (KIP-227).'
  },
  fetchSessionPartitions: {
    name: 'kafka_server_fetchsessioncache_numincrementalfetchpartitionscached',
    type: 'gauge',
    help: 'Partitions of all incremental fetch sessions.'
  },
  fetchSessionEvictions: {
    name: 'kafka_server_fetchsessioncache_incrementalfetchsessionevictions_total',
    type: 'counter',
    help: 'Fetch sessions that made room for others: their consumers go on with full requests.'
  }
})

/** The instruments of one listener. */
export interface ListenerInstruments {
  readonly opened: Counter
  readonly closed: Counter
  readonly refused: Counter
  readonly killed: Counter
  readonly idle: Counter
  readonly received: Counter
  readonly sent: Counter
}

export function listenerInstruments(metrics: Metrics, listener: string): ListenerInstruments {
  const labels = { listener }
  const sockets = socketLabels(listener)
  return {
    opened: metrics.counter(brokerMetrics.connectionsOpened, sockets),
    closed: metrics.counter(brokerMetrics.connectionsClosed, sockets),
    refused: metrics.counter(brokerMetrics.connectionsRefused, labels),
    killed: metrics.counter(brokerMetrics.connectionsKilled, labels),
    idle: metrics.counter(brokerMetrics.connectionsIdle, sockets),
    received: metrics.counter(brokerMetrics.receivedBytes, sockets),
    sent: metrics.counter(brokerMetrics.sentBytes, sockets)
  }
}

/** One event loop does the work of all of Kafka's network processors. */
export function socketLabels(listener: string): Readonly<Record<(typeof ofSockets)[number], string>> {
  return { listener, networkProcessor: '0' }
}

/** What a listener holds at the moment, for its gauges. */
export interface ListenerLoad {
  readonly connections: number
  readonly requestsQueued: number
  readonly responsesQueued: number
  readonly bufferedBytes: number
}

/** Asks a listener for its load before each scrape. */
export function keepListenerGauges(metrics: Metrics, listener: string, look: () => ListenerLoad): void {
  const labels = { listener }
  const connections = metrics.gauge(brokerMetrics.connections, socketLabels(listener))
  const requests = metrics.gauge(brokerMetrics.requestQueueSize, labels)
  const responses = metrics.gauge(brokerMetrics.responseQueueSize, labels)
  const buffered = metrics.gauge(brokerMetrics.bufferedBytes, labels)
  metrics.onScrape(() => {
    const load = look()
    connections.set(load.connections)
    requests.set(load.requestsQueued)
    responses.set(load.responsesQueued)
    buffered.set(load.bufferedBytes)
  })
}

export function keepMemoryMetrics(metrics: Metrics, memory: BrokerMemory): void {
  for (const share of ['requests', 'answers'] as const) {
    const used = metrics.gauge(brokerMetrics.memoryUsed, { share })
    const max = metrics.gauge(brokerMetrics.memoryMax, { share })
    const waiting = metrics.gauge(brokerMetrics.memoryWaiting, { share })
    const waits = metrics.counter(brokerMetrics.memoryWaits, { share })
    let counted = 0
    metrics.onScrape(() => {
      const { usedBytes, bytesMax, waiting: now, waitCount } = memory[share]
      used.set(usedBytes)
      max.set(bytesMax)
      waiting.set(now)
      waits.inc(waitCount - counted)
      counted = waitCount
    })
  }
}

/** What is told of the cache of fetch sessions. */
export interface FetchSessionCounts {
  readonly sessionCount: number
  readonly partitionCount: number
  readonly evictionCount: number
}

export function keepFetchSessionMetrics(metrics: Metrics, cache: FetchSessionCounts): void {
  const sessions = metrics.gauge(brokerMetrics.fetchSessions)
  const partitions = metrics.gauge(brokerMetrics.fetchSessionPartitions)
  const evictions = metrics.counter(brokerMetrics.fetchSessionEvictions)
  let counted = 0
  metrics.onScrape(() => {
    sessions.set(cache.sessionCount)
    partitions.set(cache.partitionCount)
    evictions.inc(cache.evictionCount - counted)
    counted = cache.evictionCount
  })
}

interface ApiInstruments {
  readonly total: Summary
  readonly queue: Summary
  readonly local: Summary
  readonly remote: Summary
  readonly responseQueue: Summary
  readonly send: Summary
  readonly bytes: Summary
  readonly byVersion: (Counter | undefined)[]
  readonly byError: Map<number, Counter>
}

/** Counts answered requests; instruments are looked up once per API, version and error. */
export class RequestMetrics {
  private readonly metrics: Metrics
  private readonly instruments = new Map<number, ApiInstruments>()

  constructor(metrics: Metrics) {
    this.metrics = metrics
  }

  /** The handler has answered: with what, and how often with which error. */
  answered(served: ServedApi, version: number, response: unknown): void {
    const instruments = this.of(served)
    this.requests(served, instruments, version).inc()
    let fine = 0
    for (const code of errorCodesOf(served, response)) {
      if (code === 0) fine++
      else this.errors(served, instruments, code).inc()
    }
    if (fine > 0) this.errors(served, instruments, 0).inc(fine)
  }

  /** The response has left, at `sentMs`; or there was none to be sent. */
  sent(
    served: ServedApi,
    times: RequestTimes,
    { bytes, sentMs }: { readonly bytes: number; readonly sentMs: number }
  ): void {
    const instruments = this.of(served)
    instruments.total.observe(sentMs - times.takenMs)
    instruments.queue.observe(times.startedMs - times.takenMs)
    instruments.local.observe(times.handledMs - times.startedMs)
    instruments.remote.observe(times.answeredMs - times.handledMs)
    instruments.responseQueue.observe(times.leftMs - times.answeredMs)
    instruments.send.observe(sentMs - times.leftMs)
    instruments.bytes.observe(bytes)
  }

  private of({ api }: ServedApi): ApiInstruments {
    let instruments = this.instruments.get(api.key)
    if (instruments === undefined) {
      const summary = (definition: MetricDefinition): Summary => this.metrics.summary(definition, { request: api.name })
      instruments = {
        total: summary(brokerMetrics.totalTime),
        queue: summary(brokerMetrics.queueTime),
        local: summary(brokerMetrics.localTime),
        remote: summary(brokerMetrics.remoteTime),
        responseQueue: summary(brokerMetrics.responseQueueTime),
        send: summary(brokerMetrics.sendTime),
        bytes: summary(brokerMetrics.requestBytes),
        byVersion: [],
        byError: new Map()
      }
      this.instruments.set(api.key, instruments)
    }
    return instruments
  }

  private requests({ api }: ServedApi, { byVersion }: ApiInstruments, version: number): Counter {
    return (byVersion[version] ??= this.metrics.counter(brokerMetrics.requests, {
      request: api.name,
      version: String(version)
    }))
  }

  private errors({ api }: ServedApi, { byError }: ApiInstruments, code: number): Counter {
    let counter = byError.get(code)
    if (counter === undefined) {
      counter = this.metrics.counter(brokerMetrics.errors, { request: api.name, error: errorInfo(code).name })
      byError.set(code, counter)
    }
    return counter
  }
}

function errorCodesOf({ handler }: ServedApi, response: unknown): Iterable<number> {
  if (response === undefined) return []
  if (handler.errorCodes !== undefined) return handler.errorCodes(response)
  const { errorCode } = response as { readonly errorCode?: number }
  return errorCode === undefined ? [] : [errorCode]
}
