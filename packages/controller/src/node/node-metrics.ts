import { NO_BROKER, type Clock, type Counter, type Histogram, type Metrics } from '@gregor/base'
import type { MetadataDelta, MetadataImage } from '@gregor/metadata'
import type { RaftStatus } from 'raft-ts'
import { controllerMetrics } from '../metrics.ts'
import { keepRaftMetrics } from './raft-metrics.ts'
import { RecentValues } from './recent.ts'

interface Observed {
  readonly image: MetadataImage
  readonly isActive: boolean
  readonly quorumStatus: RaftStatus | undefined
}

/** The controller's metrics. What can be counted in the image is counted when somebody looks. */
export class NodeMetrics {
  readonly elections: Counter
  /** How long operations of the active controller took until they were committed. */
  readonly operationSeconds: Histogram
  readonly #fencings: Counter
  readonly #uncleanElections: Counter
  readonly #eligibleElections: Counter

  constructor(metrics: Metrics, node: Observed, clock: Clock) {
    this.elections = metrics.counter(controllerMetrics.elections)
    this.operationSeconds = measuredOperations(metrics, clock)
    this.#fencings = metrics.counter(controllerMetrics.fencings)
    this.#uncleanElections = metrics.counter(controllerMetrics.uncleanElections)
    this.#eligibleElections = metrics.counter(controllerMetrics.eligibleElections)
    const active = metrics.gauge(controllerMetrics.active)
    const appliedIndex = metrics.gauge(controllerMetrics.appliedIndex)
    const brokerAppliedIndex = metrics.gauge(controllerMetrics.brokerAppliedIndex)
    const counts = countNames.map((name) => [name, metrics.gauge(controllerMetrics[name])] as const)
    keepRaftMetrics(metrics, clock, () => node.quorumStatus)
    metrics.onScrape(() => {
      active.set(node.isActive ? 1 : 0)
      appliedIndex.set(node.image.appliedIndex)
      brokerAppliedIndex.set(node.image.appliedIndex)
      const counted = countImage(node.image)
      for (const [name, gauge] of counts) gauge.set(counted[name])
    })
  }

  /** On the active controller, for each batch that is applied. */
  noteChanges(delta: MetadataDelta, image: MetadataImage): void {
    for (const id of delta.brokers) if (image.brokers.get(id)?.fenced === true) this.#fencings.inc()
    for (const { before, after } of delta.partitions) {
      if (before === undefined || after.leader === before.leader || after.leader === NO_BROKER) continue
      if (before.isr.includes(after.leader)) continue
      ;(before.elr.includes(after.leader) ? this.#eligibleElections : this.#uncleanElections).inc()
    }
  }
}

function measuredOperations(metrics: Metrics, clock: Clock): Histogram {
  const seconds = metrics.histogram(controllerMetrics.operationSeconds)
  const average = metrics.gauge(controllerMetrics.commitLatencyAverage)
  const max = metrics.gauge(controllerMetrics.commitLatencyMax)
  const recent = new RecentValues(clock)
  metrics.onScrape(() => {
    average.set(recent.mean)
    max.set(recent.max)
  })
  return {
    observe: (value) => {
      seconds.observe(value)
      recent.observe(value * 1000)
    }
  }
}

const countNames = [
  'activeBrokers',
  'fencedBrokers',
  'topics',
  'partitions',
  'offlinePartitions',
  'preferredImbalance'
] as const
type Counts = Record<(typeof countNames)[number], number>

function countImage(image: MetadataImage): Counts {
  const counts: Counts = {
    activeBrokers: 0,
    fencedBrokers: 0,
    topics: image.topics.size,
    partitions: 0,
    offlinePartitions: 0,
    preferredImbalance: 0
  }
  for (const { fenced } of image.brokers.values()) counts[fenced ? 'fencedBrokers' : 'activeBrokers'] += 1
  for (const { partitions } of image.topics.values()) {
    counts.partitions += partitions.length
    for (const { leader, replicas } of partitions) {
      if (leader === NO_BROKER) counts.offlinePartitions += 1
      if (leader !== replicas[0]) counts.preferredImbalance += 1
    }
  }
  return counts
}
