import { dashboard, graph, of, rate, row, stat } from './build.mjs'

export const replication = dashboard({
  name: 'replication',
  title: 'replication',
  about: 'How followers keep up with their leaders.',
  panels: [
    stat('Under-replicated', `sum(${of('kafka_server_replicamanager_underreplicatedpartitions')})`, { warn: 1 }),
    stat('Under min.insync.replicas', `sum(${of('kafka_server_replicamanager_underminisrpartitioncount')})`, {
      alarm: 1
    }),
    stat('At min.insync.replicas', `sum(${of('kafka_server_replicamanager_atminisrpartitioncount')})`, {
      about: 'One more replica that is lost, and they refuse acks=all.'
    }),
    stat('Largest lag', `max(${of('kafka_server_replicafetchermanager_maxlag')})`),
    stat('Offline replicas', `sum(${of('kafka_server_replicamanager_offlinereplicacount')})`, { alarm: 1 }),
    stat('Failed ISR changes', `sum(${rate('kafka_server_replicamanager_failedisrupdates_total')})`, { unit: 'cps' }),
    row('Followers'),
    graph('Records that a follower lacks, at most', [
      [`max by (follower) (${of('gregor_replication_follower_lag_records')})`, 'broker {{follower}}']
    ]),
    graph(
      'Bytes under way to a follower',
      [
        [
          `sum by (instance, follower) (${of('gregor_replication_stream_window_bytes')})`,
          '{{instance}} to {{follower}}'
        ]
      ],
      {
        unit: 'bytes',
        about: 'Pushed, and not known to be on its disk. Pushes stop at replica.fetch.response.max.bytes.'
      }
    ),
    graph('Partitions that are read from files for a follower', [
      [`sum by (follower) (${of('gregor_replication_stream_partitions_catching_up')})`, 'broker {{follower}}']
    ]),
    graph(
      'Bytes copied',
      [
        [rate('kafka_server_brokertopicmetrics_replicationbytesin_total'), '{{instance}} in'],
        [rate('kafka_server_brokertopicmetrics_replicationbytesout_total'), '{{instance}} out']
      ],
      { unit: 'Bps' }
    ),
    row('In-sync replicas'),
    graph(
      'Left, came, could not be changed',
      [
        [rate('kafka_server_replicamanager_isrshrinks_total'), '{{instance}} left'],
        [rate('kafka_server_replicamanager_isrexpands_total'), '{{instance}} came'],
        [rate('kafka_server_replicamanager_failedisrupdates_total'), '{{instance}} failed']
      ],
      { unit: 'cps' }
    ),
    graph(
      'Produce: waiting for replicas, slowest 1 %',
      [[of('kafka_network_requestmetrics_remotetimems', 'request="Produce",quantile="0.99"'), '{{instance}}']],
      { unit: 'ms' }
    ),
    row('Between brokers'),
    graph(
      'Streams that ended',
      [[`sum by (method, kind) (${rate('gregor_rpc_stream_ends_total')})`, '{{method}} {{kind}}']],
      { unit: 'cps' }
    ),
    graph(
      'Streams whose send window was full',
      [[`sum by (instance, method) (${rate('gregor_rpc_window_full_total')})`, '{{instance}} {{method}}']],
      { unit: 'cps' }
    ),
    row('Damage'),
    graph('Found and repaired', [
      [
        `sum by (instance) (increase(${of('gregor_log_damaged_batches_total')}[$__rate_interval]))`,
        '{{instance}} damaged'
      ],
      [`sum by (instance) (increase(${of('gregor_log_repairs_total')}[$__rate_interval]))`, '{{instance}} set aside'],
      [`sum by (instance) (${of('gregor_log_failed')})`, '{{instance}} logs that are not used']
    ]),
    graph('Looked through for damage', [[rate('gregor_log_scrubbed_bytes_total'), '{{instance}}']], { unit: 'Bps' })
  ]
})
