import { dashboard, graph, of, rate, row, stat } from './build.mjs'

const most = (metric) => `max(${of(metric)})`

export const cluster = dashboard({
  name: 'cluster',
  title: 'cluster',
  about: 'Whether the cluster is well, and what it carries.',
  panels: [
    stat('Brokers that answer', `sum(${of('up')})`, { low: 1 }),
    stat('Brokers in use', most('kafka_controller_kafkacontroller_activebrokercount'), { low: 1 }),
    stat('Fenced brokers', most('kafka_controller_kafkacontroller_fencedbrokercount'), { alarm: 1 }),
    stat('Active controllers', `sum(${of('kafka_controller_kafkacontroller_activecontrollercount')})`, {
      low: 1,
      alarm: 2
    }),
    stat('Topics', most('kafka_controller_kafkacontroller_globaltopiccount')),
    stat('Partitions', most('kafka_controller_kafkacontroller_globalpartitioncount')),
    stat('Offline partitions', most('kafka_controller_kafkacontroller_offlinepartitionscount'), {
      alarm: 1,
      about: 'Nobody leads them: they can be neither written nor read.'
    }),
    stat('Under min.insync.replicas', `sum(${of('kafka_server_replicamanager_underminisrpartitioncount')})`, {
      alarm: 1,
      about: 'They refuse writes with acks=all.'
    }),
    stat('Under-replicated', `sum(${of('kafka_server_replicamanager_underreplicatedpartitions')})`, { warn: 1 }),
    stat('Offline log dirs', `sum(${of('kafka_log_logmanager_offlinelogdirectorycount')})`, { alarm: 1 }),
    stat('Not led by the preferred replica', most('kafka_controller_kafkacontroller_preferredreplicaimbalancecount'), {
      warn: 1
    }),
    stat('Connections', `sum(${of('kafka_server_socket_server_metrics_connection_count')})`),
    row('What comes and goes'),
    graph(
      'Records in',
      [[`sum by (instance) (${rate('kafka_server_brokertopicmetrics_messagesin_total', 'topic=""')})`, '{{instance}}']],
      {
        unit: 'cps',
        stacked: true
      }
    ),
    graph(
      'Bytes',
      [
        [`sum(${rate('kafka_server_brokertopicmetrics_bytesin_total', 'topic=""')})`, 'in'],
        [`sum(${rate('kafka_server_brokertopicmetrics_bytesout_total', 'topic=""')})`, 'out'],
        [`sum(${rate('kafka_server_brokertopicmetrics_replicationbytesout_total')})`, 'to followers']
      ],
      { unit: 'Bps' }
    ),
    graph('Requests', [[`sum by (request) (${rate('kafka_network_requestmetrics_requests_total')})`, '{{request}}']], {
      unit: 'reqps',
      stacked: true
    }),
    graph(
      'Errors in answers',
      [
        [
          `sum by (request, error) (${rate('kafka_network_requestmetrics_errors_total', 'error!="NONE"')})`,
          '{{request}} {{error}}'
        ]
      ],
      { unit: 'cps', about: 'Some are part of the protocol: a client that joins a group is told to come again.' }
    ),
    graph(
      'Time of requests, slowest 1 %',
      [
        [
          `max by (request) (${of('kafka_network_requestmetrics_totaltimems', 'quantile="0.99",request=~"Produce|Fetch|Metadata"')})`,
          '{{request}}'
        ]
      ],
      { unit: 'ms', about: 'A fetch waits for records as long as the consumer asks for.' }
    ),
    graph(
      'In-sync replicas that left and came',
      [
        [`sum(${rate('kafka_server_replicamanager_isrshrinks_total')})`, 'left'],
        [`sum(${rate('kafka_server_replicamanager_isrexpands_total')})`, 'came']
      ],
      { unit: 'cps' }
    ),
    row('Load'),
    graph(
      'Load of the event loop',
      [[`sum by (instance) (${rate('gregor_event_loop_busy_seconds_total')})`, '{{instance}}']],
      {
        unit: 'percentunit',
        max: 1
      }
    ),
    graph('Leaders', [[of('kafka_server_replicamanager_leadercount'), '{{instance}}']])
  ]
})
