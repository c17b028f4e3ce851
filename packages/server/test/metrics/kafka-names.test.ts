import { describe, expect, test } from '@jest/globals'
import { metricTables } from '../../src/metric-tables.ts'

/**
 * How the usual rules of the JMX exporter (kafka-2_0_0, kafka-kraft-3_0_0) turn what Kafka has into names and labels: the type
 * and the name of the MBean in lower case, its other properties as labels, rates as totals, sensors by their attribute.
 */
function exporterName({ domain, type, name, attribute }: Bean): string {
  const parts = ['kafka', domain, type, name?.replace(/PerSec$/, ''), attribute]
  const joined = parts
    .filter((part) => part !== undefined)
    .join('_')
    .replaceAll('-', '_')
    .toLowerCase()
  return name?.endsWith('PerSec') === true ? `${joined}_total` : joined
}

interface Bean {
  readonly domain: string
  readonly type: string
  readonly name?: string
  readonly attribute?: string
  readonly labels: readonly string[]
}

const beans = (domain: string, type: string, names: readonly string[], labels: readonly string[] = []): Bean[] =>
  names.map((name) => ({ domain, type, name, labels }))
const sensors = (domain: string, type: string, attributes: readonly string[], labels: readonly string[] = []): Bean[] =>
  attributes.map((attribute) => ({ domain, type, attribute, labels }))

/** What dashboards and alerts for Kafka look at, as Kafka names it. */
const known: readonly Bean[] = [
  ...beans(
    'server',
    'BrokerTopicMetrics',
    [
      'MessagesInPerSec',
      'BytesInPerSec',
      'BytesOutPerSec',
      'BytesRejectedPerSec',
      'TotalProduceRequestsPerSec',
      'TotalFetchRequestsPerSec',
      'FailedProduceRequestsPerSec',
      'FailedFetchRequestsPerSec'
    ],
    ['topic']
  ),
  ...beans('server', 'BrokerTopicMetrics', ['ReplicationBytesInPerSec', 'ReplicationBytesOutPerSec']),
  ...beans('server', 'ReplicaManager', [
    'LeaderCount',
    'PartitionCount',
    'OfflineReplicaCount',
    'UnderReplicatedPartitions',
    'UnderMinIsrPartitionCount',
    'AtMinIsrPartitionCount',
    'IsrShrinksPerSec',
    'IsrExpandsPerSec',
    'FailedIsrUpdatesPerSec'
  ]),
  ...beans('server', 'ReplicaFetcherManager', ['MaxLag'], ['clientId']),
  ...beans('server', 'DelayedOperationPurgatory', ['PurgatorySize', 'NumDelayedOperations'], ['delayedOperation']),
  ...beans('server', 'FetchSessionCache', [
    'NumIncrementalFetchSessions',
    'NumIncrementalFetchPartitionsCached',
    'IncrementalFetchSessionEvictionsPerSec'
  ]),
  ...beans('server', 'KafkaServer', ['BrokerState', 'linux-disk-read-bytes', 'linux-disk-write-bytes']),
  ...beans(
    'network',
    'RequestMetrics',
    [
      'TotalTimeMs',
      'RequestQueueTimeMs',
      'LocalTimeMs',
      'RemoteTimeMs',
      'ResponseQueueTimeMs',
      'ResponseSendTimeMs',
      'RequestBytes'
    ],
    ['request']
  ),
  ...beans('network', 'RequestMetrics', ['RequestsPerSec'], ['request', 'version']),
  ...beans('network', 'RequestMetrics', ['ErrorsPerSec'], ['request', 'error']),
  ...beans('network', 'SocketServer', ['NetworkProcessorAvgIdlePercent']),
  ...sensors(
    'server',
    'socket-server-metrics',
    [
      'connection-count',
      'connection-creation-total',
      'connection-close-total',
      'incoming-byte-total',
      'outgoing-byte-total',
      'expired-connections-killed-count'
    ],
    ['listener', 'networkProcessor']
  ),
  ...beans(
    'cluster',
    'Partition',
    ['UnderMinIsr', 'AtMinIsr', 'UnderReplicated', 'ReplicasCount', 'InSyncReplicasCount', 'LastStableOffsetLag'],
    ['topic', 'partition']
  ),
  ...beans('log', 'Log', ['Size', 'LogStartOffset', 'LogEndOffset', 'NumLogSegments'], ['topic', 'partition']),
  ...beans('log', 'LogManager', ['OfflineLogDirectoryCount']),
  ...beans('log', 'LogManager', ['LogDirectoryOffline'], ['logDirectory']),
  ...beans('log', 'LogFlushStats', ['LogFlushRateAndTimeMs']),
  ...beans('controller', 'KafkaController', [
    'ActiveControllerCount',
    'ActiveBrokerCount',
    'FencedBrokerCount',
    'GlobalTopicCount',
    'GlobalPartitionCount',
    'OfflinePartitionsCount',
    'PreferredReplicaImbalanceCount',
    'MetadataErrorCount',
    'LastAppliedRecordOffset',
    'LastCommittedRecordOffset',
    'NewActiveControllersCount'
  ]),
  ...beans('controller', 'ControllerStats', [
    'UncleanLeaderElectionsPerSec',
    'ElectionFromEligibleLeaderReplicasPerSec'
  ]),
  ...sensors('server', 'raft-metrics', [
    'current-epoch',
    'current-leader',
    'current-vote',
    'high-watermark',
    'log-end-offset',
    'commit-latency-avg',
    'commit-latency-max',
    'append-records-rate',
    'fetch-records-rate',
    'number-of-voters',
    'number-of-observers'
  ]),
  ...sensors('server', 'broker-metadata-metrics', ['last-applied-record-offset']),
  ...beans('coordinator_group', 'GroupMetadataManager', ['NumGroups', 'NumOffsets', 'NumGroupsStable'])
]

const definitions = new Map(
  metricTables.flatMap((table) => Object.values(table)).map((definition) => [definition.name as string, definition])
)

describe('the names that the exporter of Kafka gives', () => {
  test.each(known.map((bean) => [exporterName(bean), bean.labels] as const))(
    '%s, with the labels %j',
    (name, labels) => {
      const definition = definitions.get(name)
      expect(definition).toBeDefined()
      expect('labels' in definition! ? definition.labels : []).toEqual(labels)
    }
  )

  test('no metric is defined twice', () => {
    const names = metricTables.flatMap((table) => Object.values(table)).map(({ name }) => name)
    expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([])
  })

  test('what is not of Kafka says so by its name', () => {
    const others = [...definitions.keys()].filter((name) => !/^(kafka|gregor)_[a-z0-9_]+$/.test(name))
    expect(others).toEqual([])
  })
})
