import { readFileSync } from 'node:fs'
import { totalmem } from 'node:os'
import { performance, type EventLoopUtilization } from 'node:perf_hooks'
import { getHeapStatistics } from 'node:v8'
import { type Metrics, untilBeat } from '@gregor/base'
import { processMetrics } from '../metrics/process-metrics.ts'
import { nodeClock } from './node-ports.ts'

/** "Lately" reaches at least so far back, however often somebody scrapes. */
const WINDOW_MS = 10_000
const DELAY_LOOK_MS = 200

/** What a broker does, in Kafka's numbers. */
export type BrokerState = 1 | 3 | 6

/** Keeps what the process tells of itself. Returns how to stop. */
export function keepProcessGauges(metrics: Metrics, state: () => BrokerState): () => void {
  const brokerState = metrics.gauge(processMetrics.brokerState)
  metrics.onScrape(() => brokerState.set(state()))
  keepIdleness(metrics)
  keepMemory(metrics)
  keepDiskBytes(metrics)
  return keepDelays(metrics)
}

function keepIdleness(metrics: Metrics): void {
  const idle = [processMetrics.handlerIdle, processMetrics.networkIdle, processMetrics.networkIdleUnsuffixed].map(
    (definition) => metrics.gauge(definition)
  )
  const busySeconds = metrics.counter(processMetrics.loopBusy)
  let counted = 0
  let earlier: EventLoopUtilization | undefined
  let latest = performance.eventLoopUtilization()
  metrics.onScrape(() => {
    const now = performance.eventLoopUtilization()
    const { utilization } = performance.eventLoopUtilization(now, earlier ?? latest)
    for (const gauge of idle) gauge.set(1 - utilization)
    busySeconds.inc((now.active - counted) / 1000)
    counted = now.active
    if (now.active + now.idle - latest.active - latest.idle < WINDOW_MS) return
    earlier = latest
    latest = now
  })
}

function keepDelays(metrics: Metrics): () => void {
  const delay = metrics.histogram(processMetrics.loopDelay)
  let timer: NodeJS.Timeout
  const look = (): void => {
    const waitMs = untilBeat(nodeClock, DELAY_LOOK_MS)
    const dueMs = performance.now() + waitMs
    timer = setTimeout(() => {
      delay.observe(Math.max(0, performance.now() - dueMs) / 1000)
      look()
    }, waitMs).unref()
  }
  look()
  return () => clearTimeout(timer)
}

function keepMemory(metrics: Metrics): void {
  const of = (kind: string) => metrics.gauge(processMetrics.memoryBytes, { kind })
  const resident = of('resident')
  const heap = of('heap')
  const buffers = of('buffers')
  const other = of('other')
  const limit = metrics.gauge(processMetrics.memoryLimit)
  const heapLimit = metrics.gauge(processMetrics.heapLimit)
  metrics.onScrape(() => {
    const usage = process.memoryUsage()
    resident.set(usage.rss)
    heap.set(usage.heapTotal)
    buffers.set(usage.arrayBuffers)
    other.set(Math.max(0, usage.external - usage.arrayBuffers))
    limit.set(memoryLimit())
    heapLimit.set(getHeapStatistics().heap_size_limit)
  })
}

/** Node tells 0, or more than the host has, where no container limits it. */
function memoryLimit(): number {
  const constrained = process.constrainedMemory?.() ?? 0
  return constrained > 0 ? Math.min(constrained, totalmem()) : totalmem()
}

/** A file of the kernel's memory: it is read at once. Where it is not there, the gauges stay at 0. */
function keepDiskBytes(metrics: Metrics): void {
  const read = metrics.gauge(processMetrics.diskReadBytes)
  const written = metrics.gauge(processMetrics.diskWriteBytes)
  metrics.onScrape(() => {
    const text = procIo()
    read.set(Number(/^read_bytes: (\d+)$/m.exec(text)?.[1] ?? 0))
    written.set(Number(/^write_bytes: (\d+)$/m.exec(text)?.[1] ?? 0))
  })
}

function procIo(): string {
  try {
    return readFileSync('/proc/self/io', 'utf8')
  } catch {
    return ''
  }
}
