import { defineMetrics, type Counter, type Metrics, type PartitionIndex } from '@gregor/base'

const byPartition = ['topic', 'partition'] as const

/**
 * Named as Kafka's common Prometheus exporter rules name them, so that existing dashboards and alerts work. What is kept by topic
 * is kept for all topics together too, in a series without the label, as Kafka does.
 */
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
  bytesRejected: {
    name: 'kafka_server_brokertopicmetrics_bytesrejected_total',
    type: 'counter',
    help: 'Bytes of record batches that were refused because they are too large.',
    labels: ['topic']
  },
  produceRequests: {
    name: 'kafka_server_brokertopicmetrics_totalproducerequests_total',
    type: 'counter',
    help: 'Partitions in requests of producers: each may carry one batch.',
    labels: ['topic']
  },
  fetchRequests: {
    name: 'kafka_server_brokertopicmetrics_totalfetchrequests_total',
    type: 'counter',
    help: 'Partitions that were read for consumers.',
    labels: ['topic']
  },
  failedProduces: {
    name: 'kafka_server_brokertopicmetrics_failedproducerequests_total',
    type: 'counter',
    help: 'Batches of producers that failed or were refused, but for what a client mends by itself or caused: another leader, a damaged or too large batch.',
    labels: ['topic']
  },
  failedFetches: {
    name: 'kafka_server_brokertopicmetrics_failedfetchrequests_total',
    type: 'counter',
    help: 'Partitions that could not be read for consumers, as their log could not be read.',
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
  delayedOperations: {
    name: 'kafka_server_delayedoperationpurgatory_numdelayedoperations',
    type: 'gauge',
    help: 'Requests that wait: for their records to be committed (Produce), for records (Fetch).',
    labels: ['delayedOperation']
  },
  purgatorySize: {
    name: 'kafka_server_delayedoperationpurgatory_purgatorysize',
    type: 'gauge',
    help: 'As numdelayedoperations: nothing stays behind of requests that are answered.',
    labels: ['delayedOperation']
  },
  maxLag: {
    name: 'kafka_server_replicafetchermanager_maxlag',
    type: 'gauge',
    help: 'Records by which a follower lags at most, as the leader sees it (in Kafka as the follower does).',
    labels: ['clientId']
  },
  partitionUnderReplicated: {
    name: 'kafka_cluster_partition_underreplicated',
    type: 'gauge',
    help: '1 on the leader of a partition of which not all replicas are in sync.',
    labels: byPartition
  },
  partitionUnderMinIsr: {
    name: 'kafka_cluster_partition_underminisr',
    type: 'gauge',
    help: '1 on the leader of a partition with fewer in-sync replicas than min.insync.replicas.',
    labels: byPartition
  },
  partitionAtMinIsr: {
    name: 'kafka_cluster_partition_atminisr',
    type: 'gauge',
    help: '1 on the leader of a partition with exactly min.insync.replicas in sync.',
    labels: byPartition
  },
  partitionReplicas: {
    name: 'kafka_cluster_partition_replicascount',
    type: 'gauge',
    help: 'Replicas of a partition, on its leader; 0 elsewhere.',
    labels: byPartition
  },
  partitionInSync: {
    name: 'kafka_cluster_partition_insyncreplicascount',
    type: 'gauge',
    help: 'In-sync replicas of a partition, on its leader; 0 elsewhere.',
    labels: byPartition
  },
  partitionStableLag: {
    name: 'kafka_cluster_partition_laststableoffsetlag',
    type: 'gauge',
    help: 'Records between the last stable offset and the high watermark, on the leader: an open transaction holds them back.',
    labels: byPartition
  },
  followerLag: {
    name: 'gregor_replication_follower_lag_records',
    type: 'gauge',
    help: 'Records by which a follower lags at most in the partitions that this broker leads.',
    labels: ['follower']
  },
  windowBytes: {
    name: 'gregor_replication_stream_window_bytes',
    type: 'gauge',
    help: 'Bytes that were pushed to a follower and are not known to be durable there; pushes stop at replica.fetch.response.max.bytes.',
    labels: ['follower']
  },
  catchingUp: {
    name: 'gregor_replication_stream_partitions_catching_up',
    type: 'gauge',
    help: 'Partitions whose next records a follower gets from files, since memory has them no longer.',
    labels: ['follower']
  },
  partitionsLeftOut: {
    name: 'gregor_replication_partitions_without_series',
    type: 'gauge',
    help: 'Replicas without series of their own, as there are more than metrics.partitions.max.'
  }
})

/** The counters of one topic, resolved once; each counts for all topics too. */
export interface TopicMeters {
  readonly bytesIn: Counter
  readonly messagesIn: Counter
  readonly bytesOut: Counter
  readonly bytesRejected: Counter
  readonly produceRequests: Counter
  readonly fetchRequests: Counter
  readonly failedProduces: Counter
  readonly failedFetches: Counter
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
  removePartition(topic: string, partition: PartitionIndex): void
}

const topicCounters = {
  bytesIn: replicationMetrics.bytesIn,
  messagesIn: replicationMetrics.messagesIn,
  bytesOut: replicationMetrics.bytesOut,
  bytesRejected: replicationMetrics.bytesRejected,
  produceRequests: replicationMetrics.produceRequests,
  fetchRequests: replicationMetrics.fetchRequests,
  failedProduces: replicationMetrics.failedProduces,
  failedFetches: replicationMetrics.failedFetches
}

/** The gauges that each replica has of its own. */
export const partitionGauges = {
  underReplicated: replicationMetrics.partitionUnderReplicated,
  underMinIsr: replicationMetrics.partitionUnderMinIsr,
  atMinIsr: replicationMetrics.partitionAtMinIsr,
  replicas: replicationMetrics.partitionReplicas,
  inSync: replicationMetrics.partitionInSync,
  stableLag: replicationMetrics.partitionStableLag
}

export function createMeters(metrics: Metrics): ReplicationMeters {
  const allTopics = topicMeters((definition) => metrics.counter(definition))
  /** The replicas of a topic share them. */
  const byTopic = new Map<string, TopicMeters>()
  const create = (topic: string): TopicMeters =>
    topicMeters((definition, name) => new CounterPair(allTopics[name], metrics.counter(definition, { topic })))
  return {
    isrShrinks: metrics.counter(replicationMetrics.isrShrinks),
    isrExpands: metrics.counter(replicationMetrics.isrExpands),
    failedIsrUpdates: metrics.counter(replicationMetrics.failedIsrUpdates),
    replicationBytesIn: metrics.counter(replicationMetrics.replicationBytesIn),
    replicationBytesOut: metrics.counter(replicationMetrics.replicationBytesOut),
    topic: (topic) => {
      const known = byTopic.get(topic) ?? create(topic)
      byTopic.set(topic, known)
      return known
    },
    removeTopic: (topic) => {
      byTopic.delete(topic)
      for (const counter of Object.values(topicCounters)) metrics.remove(counter, { topic })
    },
    removePartition: (topic, partition) => {
      const labels = { topic, partition: String(partition) }
      for (const gauge of Object.values(partitionGauges)) metrics.remove(gauge, labels)
    }
  }
}

type TopicCounterName = keyof typeof topicCounters

function topicMeters(
  counter: (definition: (typeof topicCounters)[TopicCounterName], name: TopicCounterName) => Counter
): TopicMeters {
  const of = (name: TopicCounterName): Counter => counter(topicCounters[name], name)
  return {
    bytesIn: of('bytesIn'),
    messagesIn: of('messagesIn'),
    bytesOut: of('bytesOut'),
    bytesRejected: of('bytesRejected'),
    produceRequests: of('produceRequests'),
    fetchRequests: of('fetchRequests'),
    failedProduces: of('failedProduces'),
    failedFetches: of('failedFetches')
  }
}

/** Counts in both. */
class CounterPair implements Counter {
  readonly #one: Counter
  readonly #other: Counter

  constructor(one: Counter, other: Counter) {
    this.#one = one
    this.#other = other
  }

  inc(by?: number): void {
    this.#one.inc(by)
    this.#other.inc(by)
  }
}
