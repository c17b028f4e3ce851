import { NO_BROKER, type Counter, type Histogram, type Metrics } from '@gregor/base'
import type { MetadataDelta, MetadataImage } from '@gregor/metadata'
import { controllerMetrics } from '../metrics.ts'

interface Observed {
  readonly image: MetadataImage
  readonly isActive: boolean
}

/** The controller's metrics. What can be counted in the image is counted when somebody looks. */
export class NodeMetrics {
  readonly elections: Counter
  readonly operationSeconds: Histogram
  readonly #fencings: Counter

  constructor(metrics: Metrics, node: Observed) {
    this.elections = metrics.counter(controllerMetrics.elections)
    this.operationSeconds = metrics.histogram(controllerMetrics.operationSeconds)
    this.#fencings = metrics.counter(controllerMetrics.fencings)
    const active = metrics.gauge(controllerMetrics.active)
    const appliedIndex = metrics.gauge(controllerMetrics.appliedIndex)
    const counts = countNames.map((name) => [name, metrics.gauge(controllerMetrics[name])] as const)
    metrics.onScrape(() => {
      active.set(node.isActive ? 1 : 0)
      appliedIndex.set(node.image.appliedIndex)
      const counted = node.isActive ? countImage(node.image) : nothing
      for (const [name, gauge] of counts) gauge.set(counted[name])
    })
  }

  /** On the active controller, for each batch that is applied. */
  noteBrokers(delta: MetadataDelta, image: MetadataImage): void {
    for (const id of delta.brokers) if (image.brokers.get(id)?.fenced === true) this.#fencings.inc()
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

const nothing: Counts = {
  activeBrokers: 0,
  fencedBrokers: 0,
  topics: 0,
  partitions: 0,
  offlinePartitions: 0,
  preferredImbalance: 0
}

function countImage(image: MetadataImage): Counts {
  const counts = { ...nothing, topics: image.topics.size }
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
