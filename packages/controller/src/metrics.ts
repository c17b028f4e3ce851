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
    help: 'Brokers that are registered and not fenced. Every node tells it, as it knows the metadata: take the maximum.'
  },
  fencedBrokers: {
    name: 'kafka_controller_kafkacontroller_fencedbrokercount',
    type: 'gauge',
    help: 'Brokers that are registered and fenced. Every node tells it, as it knows the metadata: take the maximum.'
  },
  topics: {
    name: 'kafka_controller_kafkacontroller_globaltopiccount',
    type: 'gauge',
    help: 'Topics of the cluster. Every node tells it, as it knows the metadata: take the maximum.'
  },
  partitions: {
    name: 'kafka_controller_kafkacontroller_globalpartitioncount',
    type: 'gauge',
    help: 'Partitions of the cluster. Every node tells it, as it knows the metadata: take the maximum.'
  },
  offlinePartitions: {
    name: 'kafka_controller_kafkacontroller_offlinepartitionscount',
    type: 'gauge',
    help: 'Partitions without a leader. Every node tells it, as it knows the metadata: take the maximum.'
  },
  preferredImbalance: {
    name: 'kafka_controller_kafkacontroller_preferredreplicaimbalancecount',
    type: 'gauge',
    help: 'Partitions that are not led by their preferred replica. Every node tells it, as it knows the metadata: take the maximum.'
  },
  appliedIndex: {
    name: 'kafka_controller_kafkacontroller_lastappliedrecordoffset',
    type: 'gauge',
    help: 'Index of the last entry of the metadata log that this node applied.'
  },
  committedIndex: {
    name: 'kafka_controller_kafkacontroller_lastcommittedrecordoffset',
    type: 'gauge',
    help: 'Index of the last entry of the metadata log that this node knows to be committed.'
  },
  metadataErrors: {
    name: 'kafka_controller_kafkacontroller_metadataerrorcount',
    type: 'gauge',
    help: 'Always 0: a node that cannot apply the metadata ends.'
  },
  brokerAppliedIndex: {
    name: 'kafka_server_broker_metadata_metrics_last_applied_record_offset',
    type: 'gauge',
    help: 'Index of the last entry of the metadata log that this broker applied.'
  },
  elections: {
    name: 'kafka_controller_kafkacontroller_newactivecontrollerscount',
    type: 'counter',
    help: 'How often this node saw the quorum get another leader.'
  },
  uncleanElections: {
    name: 'kafka_controller_controllerstats_uncleanleaderelections_total',
    type: 'counter',
    help: 'Leaders that this node, as the active controller, took from outside the in-sync and eligible replicas: acknowledged records may be lost.'
  },
  eligibleElections: {
    name: 'kafka_controller_controllerstats_electionfromeligibleleaderreplicas_total',
    type: 'counter',
    help: 'Leaders that this node, as the active controller, took from the eligible replicas, as none was in sync (KIP-966).'
  },
  raftEpoch: { name: 'kafka_server_raft_metrics_current_epoch', type: 'gauge', help: 'Term of the quorum.' },
  raftLeader: {
    name: 'kafka_server_raft_metrics_current_leader',
    type: 'gauge',
    help: 'Node that leads the quorum; -1 = unknown.'
  },
  raftVote: {
    name: 'kafka_server_raft_metrics_current_vote',
    type: 'gauge',
    help: 'Node that this one voted for in the present term; -1 = none.'
  },
  raftState: {
    name: 'kafka_server_raft_metrics_current_state_info',
    type: 'gauge',
    help: '1 for what this node is in the quorum: leader, candidate, prospective (asks whether it might win), follower, observer.',
    labels: ['state']
  },
  raftHighWatermark: {
    name: 'kafka_server_raft_metrics_high_watermark',
    type: 'gauge',
    help: 'Index after the last entry that is committed.'
  },
  raftLogEnd: {
    name: 'kafka_server_raft_metrics_log_end_offset',
    type: 'gauge',
    help: 'Index after the last entry of the metadata log on this node.'
  },
  raftVoters: {
    name: 'kafka_server_raft_metrics_number_of_voters',
    type: 'gauge',
    help: 'Voters of the quorum.'
  },
  raftObservers: {
    name: 'kafka_server_raft_metrics_number_of_observers',
    type: 'gauge',
    help: 'Nodes that follow the quorum without a vote.'
  },
  commitLatencyAverage: {
    name: 'kafka_server_raft_metrics_commit_latency_avg',
    type: 'gauge',
    help: 'Milliseconds that a change of the metadata took to be committed lately, on the mean. On the active controller.'
  },
  commitLatencyMax: {
    name: 'kafka_server_raft_metrics_commit_latency_max',
    type: 'gauge',
    help: 'Milliseconds that a change of the metadata took to be committed lately, at most. On the active controller.'
  },
  appendRate: {
    name: 'kafka_server_raft_metrics_append_records_rate',
    type: 'gauge',
    help: 'Entries a second that the leader of the quorum appends; 0 on the others.'
  },
  fetchRate: {
    name: 'kafka_server_raft_metrics_fetch_records_rate',
    type: 'gauge',
    help: 'Entries a second that a follower of the quorum gets; 0 on the leader.'
  },
  raftMemberLag: {
    name: 'gregor_raft_member_lag_entries',
    type: 'gauge',
    help: 'Entries of the metadata log that a member lacks, on the leader of the quorum; 0 elsewhere.',
    labels: ['member']
  },
  raftWriteSeconds: {
    name: 'gregor_raft_write_seconds',
    type: 'histogram',
    help: 'Time of a write to the metadata log on disk, its sync included.',
    buckets: [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5]
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
