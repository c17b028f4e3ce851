import { choice, dashboard, graph, of, rate, row } from './build.mjs'

const chosen = 'topic=~"$topic",topic!=""'
const top = (expression) => `topk(15, ${expression})`
const byTopic = (metric) => [[top(`sum by (topic) (${rate(metric, chosen)})`), '{{topic}}']]

export const topic = dashboard({
  name: 'topic',
  title: 'topics',
  about: 'What each topic takes and gives, and how large it is. Series of partitions end at metrics.partitions.max.',
  more: [choice('topic', 'kafka_log_log_size')],
  panels: [
    graph('Records in', byTopic('kafka_server_brokertopicmetrics_messagesin_total'), { unit: 'cps' }),
    graph('Bytes in', byTopic('kafka_server_brokertopicmetrics_bytesin_total'), { unit: 'Bps' }),
    graph('Bytes out', byTopic('kafka_server_brokertopicmetrics_bytesout_total'), { unit: 'Bps' }),
    graph('Partitions in produce requests', byTopic('kafka_server_brokertopicmetrics_totalproducerequests_total'), {
      unit: 'reqps'
    }),
    graph('Partitions in fetch requests', byTopic('kafka_server_brokertopicmetrics_totalfetchrequests_total'), {
      unit: 'reqps'
    }),
    graph(
      'Refused or failed',
      [
        [
          top(`sum by (topic) (${rate('kafka_server_brokertopicmetrics_failedproducerequests_total', chosen)})`),
          '{{topic}} batches'
        ],
        [
          top(`sum by (topic) (${rate('kafka_server_brokertopicmetrics_failedfetchrequests_total', chosen)})`),
          '{{topic}} reads'
        ],
        [
          top(`sum by (topic) (${rate('kafka_server_brokertopicmetrics_bytesrejected_total', chosen)})`),
          '{{topic}} bytes too large'
        ]
      ],
      { unit: 'cps' }
    ),
    row('Size'),
    graph(
      'Bytes on disks, all replicas',
      [[top(`sum by (topic) (${of('kafka_log_log_size', chosen)})`), '{{topic}}']],
      { unit: 'bytes' }
    ),
    graph(
      'Records kept',
      [
        [
          top(
            `sum by (topic) (max by (topic, partition) (${of('kafka_log_log_logendoffset', chosen)}) - max by (topic, partition) (${of('kafka_log_log_logstartoffset', chosen)}))`
          ),
          '{{topic}}'
        ]
      ],
      { about: 'Offsets between start and end: fewer records where a topic is compacted.' }
    ),
    graph(
      'Largest partitions',
      [[top(`max by (topic, partition) (${of('kafka_log_log_size', chosen)})`), '{{topic}}-{{partition}}']],
      {
        unit: 'bytes'
      }
    ),
    graph('Segments', [[top(`sum by (topic) (${of('kafka_log_log_numlogsegments', chosen)})`), '{{topic}}']]),
    row('Health'),
    graph('Replicas that are missing', [
      [
        top(
          `sum by (topic) (${of('kafka_cluster_partition_replicascount', chosen)} - ${of('kafka_cluster_partition_insyncreplicascount', chosen)})`
        ),
        '{{topic}}'
      ]
    ]),
    graph(
      'Held back by open transactions',
      [
        [
          top(`max by (topic, partition) (${of('kafka_cluster_partition_laststableoffsetlag', chosen)})`),
          '{{topic}}-{{partition}}'
        ]
      ],
      { about: 'Records that readers of committed records do not get yet.' }
    )
  ]
})
