import type { Counter, Metrics } from '@gregor/base'
import { rpcMetrics } from '../metrics.ts'
import type { StreamEnd } from '../peer-stream.ts'

/** What is counted for the streams of one method. */
export interface StreamMeter {
  readonly sentBytes: Counter
  readonly receivedBytes: Counter
  readonly windowFull: Counter
  opened(): void
  ended(kind: StreamEnd['kind']): void
}

export type StreamMeters = (method: string) => StreamMeter

/** Resolves the instruments of each method once. */
export function streamMeters(metrics: Metrics): StreamMeters {
  const meters = new Map<string, StreamMeter>()
  return (method) => {
    const known = meters.get(method)
    if (known !== undefined) return known
    const meter = createMeter(metrics, method)
    meters.set(method, meter)
    return meter
  }
}

function createMeter(metrics: Metrics, method: string): StreamMeter {
  const labels = { method }
  const gauge = metrics.gauge(rpcMetrics.streams, labels)
  const endsOf = (kind: StreamEnd['kind']): Counter => metrics.counter(rpcMetrics.streamEnds, { method, kind })
  const ends = { closed: endsOf('closed'), refused: endsOf('refused'), broken: endsOf('broken') }
  let open = 0
  return {
    sentBytes: metrics.counter(rpcMetrics.sentBytes, labels),
    receivedBytes: metrics.counter(rpcMetrics.receivedBytes, labels),
    windowFull: metrics.counter(rpcMetrics.windowFull, labels),
    opened: () => gauge.set(++open),
    ended: (kind) => {
      gauge.set(--open)
      ends[kind].inc()
    }
  }
}
