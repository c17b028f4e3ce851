import { dashboard, graph, of, rate, row, stat } from './build.mjs'

const stages = [
  ['requestqueue', 'request queue'],
  ['local', 'local'],
  ['remote', 'remote'],
  ['responsequeue', 'response queue'],
  ['responsesend', 'send']
]
/** The mean time in each stage: these add up. */
const byStage = (request) =>
  stages.map(([stage, legend]) => {
    const metric = `kafka_network_requestmetrics_${stage}timems`
    const one = `request="${request}"`
    return [`sum(${rate(`${metric}_sum`, one)}) / sum(${rate(`${metric}_count`, one)})`, legend]
  })
const quantile = (part, metric) => `histogram_quantile(${part}, sum by (instance, le) (${rate(`${metric}_bucket`)}))`

export const broker = dashboard({
  name: 'broker',
  title: 'broker',
  about: 'What a broker does with its processor, memory and disks, and where its requests spend their time.',
  panels: [
    stat('State', `min(${of('kafka_server_kafkaserver_brokerstate')})`, {
      low: 3,
      about: '3 = serves, 1 = starts, 6 = stops'
    }),
    stat('Idle', `min(${of('kafka_server_kafkarequesthandlerpool_requesthandleravgidle_percent')})`, {
      unit: 'percentunit',
      low: 0.1
    }),
    stat('Connections', `sum(${of('kafka_server_socket_server_metrics_connection_count')})`),
    stat('Leads', `sum(${of('kafka_server_replicamanager_leadercount')})`),
    stat('Has replicas', `sum(${of('kafka_server_replicamanager_partitioncount')})`),
    stat('Least room on a disk', `min(${of('gregor_log_dir_free_bytes')})`, { unit: 'bytes' }),
    row('Requests'),
    graph('Produce: mean time by stage', byStage('Produce'), {
      unit: 'ms',
      stacked: true,
      about: 'Remote: until the in-sync replicas have the records on their disks.'
    }),
    graph('Fetch: mean time by stage', byStage('Fetch'), {
      unit: 'ms',
      stacked: true,
      about: 'Remote: until there are records.'
    }),
    graph('Requests and responses that wait', [
      [`sum by (instance) (${of('kafka_network_requestchannel_requestqueuesize')})`, '{{instance}} requests'],
      [`sum by (instance) (${of('kafka_network_requestchannel_responsequeuesize')})`, '{{instance}} responses'],
      [
        `sum by (instance, delayedOperation) (${of('kafka_server_delayedoperationpurgatory_numdelayedoperations')})`,
        '{{instance}} {{delayedOperation}} delayed'
      ]
    ]),
    graph('Connections opened and closed', [
      [
        `sum by (instance) (${rate('kafka_server_socket_server_metrics_connection_creation_total')})`,
        '{{instance}} opened'
      ],
      [
        `sum by (instance) (${rate('kafka_server_socket_server_metrics_connection_close_total')})`,
        '{{instance}} closed'
      ],
      [`sum by (instance) (${rate('gregor_listener_connections_refused_total')})`, '{{instance}} refused'],
      [`sum by (instance) (${rate('gregor_listener_connections_killed_total')})`, '{{instance}} killed']
    ]),
    row('Processor and memory'),
    graph('Event loop: load', [[rate('gregor_event_loop_busy_seconds_total'), '{{instance}}']], {
      unit: 'percentunit',
      max: 1
    }),
    graph('Event loop: delay, slowest 1 %', [[quantile(0.99, 'gregor_event_loop_delay_seconds'), '{{instance}}']], {
      unit: 's'
    }),
    graph(
      'Memory',
      [
        [`sum by (instance, kind) (${of('gregor_memory_bytes')})`, '{{instance}} {{kind}}'],
        [`sum by (instance) (${of('gregor_log_cache_bytes')})`, '{{instance}} log cache'],
        [`sum by (instance) (${of('gregor_listener_buffered_bytes')})`, '{{instance}} requests and responses']
      ],
      { unit: 'bytes' }
    ),
    graph('Processor', [[rate('process_cpu_seconds_total'), '{{instance}}']], { unit: 'percentunit' }),
    row('Disks'),
    graph(
      'Time of a flush',
      [
        [quantile(0.5, 'gregor_log_flush_seconds'), '{{instance}} median'],
        [quantile(0.99, 'gregor_log_flush_seconds'), '{{instance}} slowest 1 %']
      ],
      { unit: 's' }
    ),
    graph('Room', [[`min by (instance, dir) (${of('gregor_log_dir_free_bytes')})`, '{{instance}} {{dir}}']], {
      unit: 'bytes'
    }),
    graph(
      'Bytes to and from disks',
      [
        [rate('kafka_server_kafkaserver_linux_disk_write_bytes'), '{{instance}} written'],
        [rate('kafka_server_kafkaserver_linux_disk_read_bytes'), '{{instance}} read']
      ],
      { unit: 'Bps' }
    ),
    graph('Appended and not written yet', [[of('gregor_log_unwritten_bytes'), '{{instance}}']], { unit: 'bytes' })
  ]
})
