import { defineMetrics } from '@gregor/base'

/** What the transaction coordinator measures. Where Kafka has the metric, the name is that of its usual exporter rules. */
export const transactionCoordinatorMetrics = defineMetrics({
  transactionalIds: {
    name: 'gregor_transaction_coordinator_transactional_ids',
    type: 'gauge',
    help: 'Transactional ids that this broker coordinates, by the state of their transaction.',
    labels: ['state']
  },
  partitions: {
    name: 'gregor_transaction_coordinator_partitions',
    type: 'gauge',
    help: 'Partitions of __transaction_state that this broker leads.',
    labels: ['state']
  },
  ended: {
    name: 'gregor_transaction_coordinator_transactions_total',
    type: 'counter',
    help: 'Transactions that ended, by outcome.',
    labels: ['outcome']
  },
  fenced: {
    name: 'gregor_transaction_coordinator_aborts_total',
    type: 'counter',
    help: 'Transactions that the coordinator aborted by itself, by cause.',
    labels: ['cause']
  },
  markersPending: {
    name: 'gregor_transaction_coordinator_markers_pending',
    type: 'gauge',
    help: 'Markers that are not known to be in their partitions yet.'
  },
  markersStranded: {
    name: 'kafka_coordinator_transaction_transactionmarkerchannelmanager_unknowndestinationqueuesize',
    type: 'gauge',
    help: 'Markers that wait for a leader of their partition, or for the next attempt.'
  },
  markerFailures: {
    name: 'gregor_transaction_coordinator_marker_failures_total',
    type: 'counter',
    help: 'Markers that were refused or not answered, by error.',
    labels: ['error']
  },
  appendFailures: {
    name: 'gregor_transaction_coordinator_append_failures_total',
    type: 'counter',
    help: 'Batches that the log refused or did not commit in time, by error.',
    labels: ['error']
  },
  loadSeconds: {
    name: 'gregor_transaction_coordinator_partition_load_seconds',
    type: 'histogram',
    help: 'Time to load a partition of __transaction_state.',
    buckets: [0.005, 0.02, 0.1, 0.5, 2, 10, 60]
  }
})
