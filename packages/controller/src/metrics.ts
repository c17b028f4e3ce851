import { defineMetrics } from '@gregor/base'

/** The metrics of the controller. Names that Kafka has are those of its common exporter rules. */
export const controllerMetrics = defineMetrics({
  active: {
    name: 'kafka_controller_kafkacontroller_activecontrollercount',
    type: 'gauge',
    help: '1 on the active controller, 0 elsewhere.'
  },
  activeBrokers: {
    name: 'kafka_controller_kafkacontroller_activebrokercount',
    type: 'gauge',
    help: 'Brokers that are registered and not fenced. On the active controller only; 0 elsewhere.'
  },
  fencedBrokers: {
    name: 'kafka_controller_kafkacontroller_fencedbrokercount',
    type: 'gauge',
    help: 'Brokers that are registered and fenced. On the active controller only; 0 elsewhere.'
  },
  topics: {
    name: 'kafka_controller_kafkacontroller_globaltopiccount',
    type: 'gauge',
    help: 'Topics of the cluster. On the active controller only; 0 elsewhere.'
  },
  partitions: {
    name: 'kafka_controller_kafkacontroller_globalpartitioncount',
    type: 'gauge',
    help: 'Partitions of the cluster. On the active controller only; 0 elsewhere.'
  },
  offlinePartitions: {
    name: 'kafka_controller_kafkacontroller_offlinepartitionscount',
    type: 'gauge',
    help: 'Partitions without a leader. On the active controller only; 0 elsewhere.'
  },
  preferredImbalance: {
    name: 'kafka_controller_kafkacontroller_preferredreplicaimbalancecount',
    type: 'gauge',
    help: 'Partitions that are not led by their preferred replica. On the active controller only; 0 elsewhere.'
  },
  appliedIndex: {
    name: 'kafka_controller_kafkacontroller_lastappliedrecordoffset',
    type: 'gauge',
    help: 'Index of the last entry of the metadata log that this node applied.'
  },
  elections: {
    name: 'gregor_controller_leader_changes_total',
    type: 'counter',
    help: 'How often this node saw the quorum get another leader.'
  },
  fencings: {
    name: 'gregor_controller_broker_fencings_total',
    type: 'counter',
    help: 'How often this node, as the active controller, fenced a broker.'
  },
  operationSeconds: {
    name: 'gregor_controller_operation_seconds',
    type: 'histogram',
    help: 'Time from asking the active controller to its answer: the change is then committed.',
    buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5]
  }
})
