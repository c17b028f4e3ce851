import { dashboard, graph, of, rate, row, stat } from './build.mjs'

const total = (metric) => `sum(${of(metric)})`
const states = ['empty', 'stable', 'preparingrebalance', 'completingrebalance']
const manager = 'kafka_coordinator_group_groupmetadatamanager_numgroups'
const coordinator = 'kafka_server_group_coordinator_metrics'
const p99 = (metric) => `histogram_quantile(0.99, sum by (le) (${rate(`${metric}_bucket`)}))`

export const group = dashboard({
  name: 'group',
  title: 'groups and transactions',
  about: 'What the coordinators of consumer groups and of transactions do.',
  panels: [
    stat('Groups', total(manager)),
    stat('Members', total('gregor_group_coordinator_members')),
    stat('Committed offsets', total('kafka_coordinator_group_groupmetadatamanager_numoffsets')),
    stat('Partitions that load', `sum(${of(`${coordinator}_num_partitions`, 'state="loading"')})`, { warn: 1 }),
    stat('Transactional ids', total('gregor_transaction_coordinator_transactional_ids')),
    stat('Markers that wait', total('gregor_transaction_coordinator_markers_pending')),
    row('Groups'),
    graph(
      'Classic groups by state',
      states.map((state) => [total(`${manager}${state}`), state]),
      { stacked: true }
    ),
    graph(
      'Consumer groups (KIP-848) by state',
      [[`sum by (state) (${of(`${coordinator}_consumer_group_count`)})`, '{{state}}']],
      {
        stacked: true
      }
    ),
    graph(
      'Rebalances',
      [
        [`sum(${rate(`${coordinator}_group_completed_rebalance_count`)})`, 'classic'],
        [`sum(${rate(`${coordinator}_consumer_group_rebalance_count`)})`, 'consumer (KIP-848)']
      ],
      { unit: 'cps' }
    ),
    graph(
      'Members that left',
      [[`sum by (cause) (${rate('gregor_group_coordinator_members_removed_total')})`, '{{cause}}']],
      {
        unit: 'cps'
      }
    ),
    graph(
      'Offsets committed, and removed',
      [
        [`sum(${rate(`${coordinator}_offset_commit_count`)})`, 'committed'],
        [`sum(${rate(`${coordinator}_offset_expiration_count`)})`, 'expired'],
        [`sum(${rate(`${coordinator}_offset_deletion_count`)})`, 'removed with their topics']
      ],
      { unit: 'cps' }
    ),
    graph(
      'Batches of the coordinator',
      [[`sum(${rate('gregor_group_coordinator_appended_batches_total')})`, 'committed']],
      {
        unit: 'cps'
      }
    ),
    graph(
      'Answers to members, slowest 1 %',
      [
        [
          `max by (request) (${of('kafka_network_requestmetrics_totaltimems', 'quantile="0.99",request=~"OffsetCommit|OffsetFetch|Heartbeat|JoinGroup|SyncGroup|ConsumerGroupHeartbeat"')})`,
          '{{request}}'
        ]
      ],
      { unit: 'ms', about: 'JoinGroup waits for the other members, by design.' }
    ),
    graph(
      'Time to load a partition, slowest 1 %',
      [[p99('gregor_group_coordinator_partition_load_seconds'), '__consumer_offsets']],
      {
        unit: 's'
      }
    ),
    row('Transactions'),
    graph(
      'Transactions that ended',
      [[`sum by (outcome) (${rate('gregor_transaction_coordinator_transactions_total')})`, '{{outcome}}']],
      {
        unit: 'cps'
      }
    ),
    graph('Transactional ids by state', [
      [`sum by (state) (${of('gregor_transaction_coordinator_transactional_ids')})`, '{{state}}']
    ])
  ]
})
