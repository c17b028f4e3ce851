import { defineMetrics, type Counter, type Metrics, type TopicId } from '@gregor/base'
import type { MetadataSource } from './ports.ts'

/** Traffic of clients by topic, under the names of Kafka's BrokerTopicMetrics; without a topic: all together. */
export const topicMetrics = defineMetrics({
  bytesIn: {
    name: 'kafka_server_brokertopicmetrics_bytesin_total',
    type: 'counter',
    help: 'Bytes of record batches that clients produced.',
    labels: ['topic']
  },
  messagesIn: {
    name: 'kafka_server_brokertopicmetrics_messagesin_total',
    type: 'counter',
    help: 'Records that clients produced.',
    labels: ['topic']
  },
  bytesOut: {
    name: 'kafka_server_brokertopicmetrics_bytesout_total',
    type: 'counter',
    help: 'Bytes of record batches sent to consumers.',
    labels: ['topic']
  },
  failedProduces: {
    name: 'kafka_server_brokertopicmetrics_failedproducerequests_total',
    type: 'counter',
    help: 'Batches of producers that were refused.',
    labels: ['topic']
  },
  failedFetches: {
    name: 'kafka_server_brokertopicmetrics_failedfetchrequests_total',
    type: 'counter',
    help: 'Partitions that could not be read for consumers.',
    labels: ['topic']
  }
})

type Name = keyof typeof topicMetrics
export type TopicCounters = Readonly<Record<Name, Counter>>

/** The counters of each topic, made when it is first used and dropped with it. */
export class TopicMetrics {
  private readonly metrics: Metrics
  private readonly byTopic = new Map<TopicId, TopicCounters>()
  readonly total: TopicCounters

  constructor(metrics: Metrics, metadata: MetadataSource) {
    this.metrics = metrics
    this.total = this.create(undefined)
    metadata.onDelta(({ removedTopics }) => {
      for (const { id, name } of removedTopics) this.forget(id, name)
    })
  }

  of(id: TopicId, name: string): TopicCounters {
    let counters = this.byTopic.get(id)
    if (counters === undefined) {
      counters = this.create({ topic: name })
      this.byTopic.set(id, counters)
    }
    return counters
  }

  private create(labels: Readonly<Record<string, string>> | undefined): TopicCounters {
    const counter = (name: Name): Counter => this.metrics.counter(topicMetrics[name], labels)
    return {
      bytesIn: counter('bytesIn'),
      messagesIn: counter('messagesIn'),
      bytesOut: counter('bytesOut'),
      failedProduces: counter('failedProduces'),
      failedFetches: counter('failedFetches')
    }
  }

  private forget(id: TopicId, topic: string): void {
    if (!this.byTopic.delete(id)) return
    for (const definition of Object.values(topicMetrics)) this.metrics.remove(definition, { topic })
  }
}
