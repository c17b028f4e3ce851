import { defineMetrics, type Counter, type Histogram, type Metrics } from '@gregor/base'
import { errorInfo } from '@gregor/protocol'
import type { ServedApi } from './registry.ts'

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
    help: 'Errors in responses, by API and error name.',
    labels: ['request', 'error']
  },
  durations: {
    name: 'kafka_network_requestmetrics_totaltimems',
    type: 'histogram',
    help: 'Milliseconds from reading a request to having its response, waits included.',
    labels: ['request'],
    buckets: [0.5, 1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 5000, 30_000]
  },
  connections: {
    name: 'kafka_server_socket_server_metrics_connection_count',
    type: 'gauge',
    help: 'Open connections of clients.',
    labels: ['listener']
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
    labels: ['listener']
  },
  failedProduces: {
    name: 'kafka_server_brokertopicmetrics_failedproducerequests_total',
    type: 'counter',
    help: 'Batches of producers that were refused.'
  },
  failedFetches: {
    name: 'kafka_server_brokertopicmetrics_failedfetchrequests_total',
    type: 'counter',
    help: 'Partitions that could not be read for consumers.'
  },
  receivedBytes: {
    name: 'gregor_listener_received_bytes_total',
    type: 'counter',
    help: 'Bytes received from clients.',
    labels: ['listener']
  },
  sentBytes: {
    name: 'gregor_listener_sent_bytes_total',
    type: 'counter',
    help: 'Bytes sent to clients.',
    labels: ['listener']
  }
})

/** The instruments of one listener. */
export interface ListenerInstruments {
  readonly refused: Counter
  readonly killed: Counter
  readonly idle: Counter
  readonly received: Counter
  readonly sent: Counter
}

export function listenerInstruments(metrics: Metrics, listener: string): ListenerInstruments {
  const labels = { listener }
  return {
    refused: metrics.counter(brokerMetrics.connectionsRefused, labels),
    killed: metrics.counter(brokerMetrics.connectionsKilled, labels),
    idle: metrics.counter(brokerMetrics.connectionsIdle, labels),
    received: metrics.counter(brokerMetrics.receivedBytes, labels),
    sent: metrics.counter(brokerMetrics.sentBytes, labels)
  }
}

interface ApiInstruments {
  readonly duration: Histogram
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

  answered(
    served: ServedApi,
    answer: { readonly version: number; readonly response: unknown; readonly durationMs: number }
  ): void {
    const instruments = this.of(served)
    instruments.duration.observe(answer.durationMs)
    this.requests(served, instruments, answer.version).inc()
    for (const code of errorCodesOf(served, answer.response)) {
      if (code !== 0) this.errors(served, instruments, code).inc()
    }
  }

  private of({ api }: ServedApi): ApiInstruments {
    let instruments = this.instruments.get(api.key)
    if (instruments === undefined) {
      const duration = this.metrics.histogram(brokerMetrics.durations, { request: api.name })
      instruments = { duration, byVersion: [], byError: new Map() }
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
