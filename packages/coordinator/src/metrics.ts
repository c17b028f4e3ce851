import { defineMetrics } from '@gregor/base'

/** What the group coordinator measures. Where Kafka has the metric, the name is that of its usual exporter rules. */
export const groupCoordinatorMetrics = defineMetrics({
  groups: {
    name: 'kafka_coordinator_group_groupmetadatamanager_numgroups',
    type: 'gauge',
    help: 'Groups that this broker coordinates.'
  },
  groupsEmpty: {
    name: 'kafka_coordinator_group_groupmetadatamanager_numgroupsempty',
    type: 'gauge',
    help: 'Groups without members.'
  },
  groupsPreparingRebalance: {
    name: 'kafka_coordinator_group_groupmetadatamanager_numgroupspreparingrebalance',
    type: 'gauge',
    help: 'Groups whose members are to rejoin.'
  },
  groupsCompletingRebalance: {
    name: 'kafka_coordinator_group_groupmetadatamanager_numgroupscompletingrebalance',
    type: 'gauge',
    help: 'Groups that wait for the assignment of their leader.'
  },
  groupsStable: {
    name: 'kafka_coordinator_group_groupmetadatamanager_numgroupsstable',
    type: 'gauge',
    help: 'Groups whose members have their assignments.'
  },
  offsets: {
    name: 'kafka_coordinator_group_groupmetadatamanager_numoffsets',
    type: 'gauge',
    help: 'Committed offsets of all groups.'
  },
  members: {
    name: 'gregor_group_coordinator_members',
    type: 'gauge',
    help: 'Members of all groups.'
  },
  partitions: {
    name: 'kafka_server_group_coordinator_metrics_num_partitions',
    type: 'gauge',
    help: 'Partitions of __consumer_offsets that this broker leads.',
    labels: ['state']
  },
  offsetCommits: {
    name: 'kafka_server_group_coordinator_metrics_offset_commit_count',
    type: 'counter',
    help: 'Offsets committed.'
  },
  offsetExpirations: {
    name: 'kafka_server_group_coordinator_metrics_offset_expiration_count',
    type: 'counter',
    help: 'Offsets removed after offsets.retention.minutes.'
  },
  offsetDeletions: {
    name: 'kafka_server_group_coordinator_metrics_offset_deletion_count',
    type: 'counter',
    help: 'Offsets removed with their topics.'
  },
  rebalances: {
    name: 'kafka_server_group_coordinator_metrics_group_completed_rebalance_count',
    type: 'counter',
    help: 'Rebalances that formed a new generation.'
  },
  consumerRebalances: {
    name: 'kafka_server_group_coordinator_metrics_consumer_group_rebalance_count',
    type: 'counter',
    help: 'New target assignments of consumer groups (KIP-848).'
  },
  consumerGroups: {
    name: 'kafka_server_group_coordinator_metrics_consumer_group_count',
    type: 'gauge',
    help: 'Consumer groups (KIP-848) that this broker coordinates, by state.',
    labels: ['state']
  },
  membersRemoved: {
    name: 'gregor_group_coordinator_members_removed_total',
    type: 'counter',
    help: 'Members that left their groups or were removed, by cause.',
    labels: ['cause']
  },
  lagRecords: {
    name: 'gregor_group_lag_records',
    type: 'gauge',
    help: 'Records up to the last stable offset that a group has not committed yet, in all its partitions; as of the scrape before.',
    labels: ['group']
  },
  lagSeconds: {
    name: 'gregor_group_lag_seconds',
    type: 'gauge',
    help: 'Age of the oldest batch that a group has not committed all of, in the partition in which it is furthest behind; as of the scrape before.',
    labels: ['group']
  },
  lagGroupsLeftOut: {
    name: 'gregor_group_lag_groups_left_out',
    type: 'gauge',
    help: 'Groups with offsets that have no lag metrics, because of group.lag.metrics.groups.max.'
  },
  appendFailures: {
    name: 'gregor_group_coordinator_append_failures_total',
    type: 'counter',
    help: 'Batches that the log refused or did not commit in time, by error.',
    labels: ['error']
  },
  appendedRecords: {
    name: 'gregor_group_coordinator_appended_records_total',
    type: 'counter',
    help: 'Records committed to __consumer_offsets.'
  },
  appendedBatches: {
    name: 'gregor_group_coordinator_appended_batches_total',
    type: 'counter',
    help: 'Record batches committed to __consumer_offsets.'
  },
  loadSeconds: {
    name: 'gregor_group_coordinator_partition_load_seconds',
    type: 'histogram',
    help: 'Time to load a partition of __consumer_offsets.',
    buckets: [0.005, 0.02, 0.1, 0.5, 2, 10, 60]
  }
})
