import { dashboard, graph, of, rate, row, stat } from './build.mjs'

const raft = 'kafka_server_raft_metrics'
const p99 = (metric) => `histogram_quantile(0.99, sum by (instance, le) (${rate(`${metric}_bucket`)}))`

export const raftQuorum = dashboard({
  name: 'raft',
  title: 'metadata quorum',
  about: 'The Raft quorum that holds the metadata, and the controller on top of it.',
  panels: [
    stat('Leader', `max(${of(`${raft}_current_leader`)})`, { low: 0, about: 'The id of the node.' }),
    stat('Term', `max(${of(`${raft}_current_epoch`)})`),
    stat('Voters', `max(${of(`${raft}_number_of_voters`)})`),
    stat('Observers', `max(${of(`${raft}_number_of_observers`)})`),
    stat('Committed up to', `max(${of(`${raft}_high_watermark`)})`),
    stat('Active controllers', `sum(${of('kafka_controller_kafkacontroller_activecontrollercount')})`, {
      low: 1,
      alarm: 2
    }),
    row('Quorum'),
    graph('Who is what', [
      [`max by (instance, state) (${of(`${raft}_current_state_info`)} == 1)`, '{{instance}} {{state}}']
    ]),
    graph('Elections', [
      [
        `increase(${of('kafka_controller_kafkacontroller_newactivecontrollerscount')}[$__rate_interval])`,
        '{{instance}}'
      ]
    ]),
    graph('Entries that a member lacks', [
      [`max by (member) (${of('gregor_raft_member_lag_entries')})`, 'node {{member}}']
    ]),
    graph('Behind the newest committed entry', [
      [
        `scalar(max(${of('kafka_controller_kafkacontroller_lastcommittedrecordoffset')})) - ${of('kafka_server_broker_metadata_metrics_last_applied_record_offset')}`,
        '{{instance}}'
      ]
    ]),
    graph(
      'Entries',
      [
        [of(`${raft}_append_records_rate`), '{{instance}} appended'],
        [of(`${raft}_fetch_records_rate`), '{{instance}} fetched']
      ],
      { unit: 'cps' }
    ),
    graph('Time of a write to the metadata log, slowest 1 %', [[p99('gregor_raft_write_seconds'), '{{instance}}']], {
      unit: 's'
    }),
    row('Controller'),
    graph(
      'Time until a change is committed',
      [
        [`max(${of(`${raft}_commit_latency_avg`)})`, 'mean'],
        [`max(${of(`${raft}_commit_latency_max`)})`, 'longest']
      ],
      { unit: 'ms' }
    ),
    graph('Brokers that were fenced', [
      [`increase(${of('gregor_controller_broker_fencings_total')}[$__rate_interval])`, '{{instance}}']
    ]),
    graph('Leaders from outside the in-sync replicas', [
      [
        `sum(increase(${of('kafka_controller_controllerstats_electionfromeligibleleaderreplicas_total')}[$__rate_interval]))`,
        'from the eligible ones: nothing is lost'
      ],
      [
        `sum(increase(${of('kafka_controller_controllerstats_uncleanleaderelections_total')}[$__rate_interval]))`,
        'unclean'
      ]
    ]),
    graph(
      'Calls between nodes, slowest 1 %',
      [
        [
          `histogram_quantile(0.99, sum by (method, le) (${rate('gregor_rpc_call_duration_seconds_bucket')}))`,
          '{{method}}'
        ]
      ],
      { unit: 's' }
    )
  ]
})
