import { defineMetrics, type Counter, type Metrics } from '@gregor/base'

/** Named as Kafka's common Prometheus exporter rules name them, so that existing dashboards and alerts work. */
export const replicationMetrics = defineMetrics({
  leaderCount: {
    name: 'kafka_server_replicamanager_leadercount',
    type: 'gauge',
    help: 'Partitions that this broker leads.'
  },
  partitionCount: {
    name: 'kafka_server_replicamanager_partitioncount',
    type: 'gauge',
    help: 'Partitions of which this broker has a replica.'
  },
  offlineReplicaCount: {
    name: 'kafka_server_replicamanager_offlinereplicacount',
    type: 'gauge',
    help: 'Replicas that this broker cannot use, as their disk failed.'
  },
  underReplicatedPartitions: {
    name: 'kafka_server_replicamanager_underreplicatedpartitions',
    type: 'gauge',
    help: 'Led partitions of which not all replicas are in sync.'
  },
  underMinIsrPartitionCount: {
    name: 'kafka_server_replicamanager_underminisrpartitioncount',
    type: 'gauge',
    help: 'Led partitions with fewer in-sync replicas than min.insync.replicas: they refuse acks=all.'
  },
  atMinIsrPartitionCount: {
    name: 'kafka_server_replicamanager_atminisrpartitioncount',
    type: 'gauge',
    help: 'Led partitions with exactly min.insync.replicas in sync.'
  },
  isrShrinks: {
    name: 'kafka_server_replicamanager_isrshrinks_total',
    type: 'counter',
    help: 'Times that the in-sync replicas of a led partition became fewer by this leader’s wish.'
  },
  isrExpands: {
    name: 'kafka_server_replicamanager_isrexpands_total',
    type: 'counter',
    help: 'Times that the in-sync replicas of a led partition became more by this leader’s wish.'
  },
  failedIsrUpdates: {
    name: 'kafka_server_replicamanager_failedisrupdates_total',
    type: 'counter',
    help: 'ISR changes that the controller refused or did not answer.'
  },
  bytesIn: {
    name: 'kafka_server_brokertopicmetrics_bytesin_total',
    type: 'counter',
    help: 'Bytes of record batches appended for producers.',
    labels: ['topic']
  },
  messagesIn: {
    name: 'kafka_server_brokertopicmetrics_messagesin_total',
    type: 'counter',
    help: 'Records appended for producers.',
    labels: ['topic']
  },
  bytesOut: {
    name: 'kafka_server_brokertopicmetrics_bytesout_total',
    type: 'counter',
    help: 'Bytes of record batches read by consumers.',
    labels: ['topic']
  },
  replicationBytesIn: {
    name: 'kafka_server_brokertopicmetrics_replicationbytesin_total',
    type: 'counter',
    help: 'Bytes of record batches copied from leaders.'
  },
  replicationBytesOut: {
    name: 'kafka_server_brokertopicmetrics_replicationbytesout_total',
    type: 'counter',
    help: 'Bytes of record batches pushed to followers.'
  },
  produceWaits: {
    name: 'kafka_server_delayedoperationpurgatory_produce_size',
    type: 'gauge',
    help: 'Produce requests that wait for their records to be committed.'
  },
  fetchWaits: {
    name: 'kafka_server_delayedoperationpurgatory_fetch_size',
    type: 'gauge',
    help: 'Fetch requests that wait for records.'
  }
})

/** The counters of one topic, resolved once. */
export interface TopicMeters {
  readonly bytesIn: Counter
  readonly messagesIn: Counter
  readonly bytesOut: Counter
}

/** The counters that the drivers keep. */
export interface ReplicationMeters {
  readonly isrShrinks: Counter
  readonly isrExpands: Counter
  readonly failedIsrUpdates: Counter
  readonly replicationBytesIn: Counter
  readonly replicationBytesOut: Counter
  topic(name: string): TopicMeters
  removeTopic(name: string): void
}

const topicCounters = [replicationMetrics.bytesIn, replicationMetrics.messagesIn, replicationMetrics.bytesOut] as const

export function createMeters(metrics: Metrics): ReplicationMeters {
  return {
    isrShrinks: metrics.counter(replicationMetrics.isrShrinks),
    isrExpands: metrics.counter(replicationMetrics.isrExpands),
    failedIsrUpdates: metrics.counter(replicationMetrics.failedIsrUpdates),
    replicationBytesIn: metrics.counter(replicationMetrics.replicationBytesIn),
    replicationBytesOut: metrics.counter(replicationMetrics.replicationBytesOut),
    topic: (topic) => ({
      bytesIn: metrics.counter(replicationMetrics.bytesIn, { topic }),
      messagesIn: metrics.counter(replicationMetrics.messagesIn, { topic }),
      bytesOut: metrics.counter(replicationMetrics.bytesOut, { topic })
    }),
    removeTopic: (topic) => {
      for (const counter of topicCounters) metrics.remove(counter, { topic })
    }
  }
}
