// The Java clients, by the command-line tools of Apache Kafka.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { type TestCluster, startTestCluster } from '../support/cluster.ts'
import { runKafkaTool } from '../support/run.ts'

let cluster: TestCluster
beforeAll(async () => {
  cluster = await startTestCluster()
}, 90_000)
afterAll(() => cluster?.dispose())

const server = () => ['--bootstrap-server', cluster.bootstrap]
const topics = (...args: string[]) => runKafkaTool('org.apache.kafka.tools.TopicCommand', [...server(), ...args])

describe('Java tools', () => {
  test('kafka-topics creates, lists, describes, alters and deletes', async () => {
    await topics(
      '--create',
      '--topic',
      'java-made',
      '--partitions',
      '3',
      '--replication-factor',
      '3',
      '--config',
      'min.insync.replicas=2'
    )
    expect((await topics('--list')).stdout).toContain('java-made')
    const { stdout } = await topics('--describe', '--topic', 'java-made')
    expect(stdout).toMatch(/PartitionCount: 3\s+ReplicationFactor: 3\s+Configs: .*min\.insync\.replicas=2/)
    await topics('--alter', '--topic', 'java-made', '--partitions', '5')
    expect((await topics('--describe', '--topic', 'java-made')).stdout).toContain('PartitionCount: 5')
    await topics('--delete', '--topic', 'java-made')
    expect((await topics('--list')).stdout).not.toContain('java-made')
  })

  test('kafka-configs sets and shows a topic config', async () => {
    await topics('--create', '--topic', 'java-configs', '--partitions', '1', '--replication-factor', '3')
    const entity = ['--entity-type', 'topics', '--entity-name', 'java-configs']
    const configs = (...args: string[]) => runKafkaTool('kafka.admin.ConfigCommand', [...server(), ...entity, ...args])
    await configs('--alter', '--add-config', 'retention.ms=86400000')
    expect((await configs('--describe')).stdout).toContain('retention.ms=86400000')
  })

  test.each(['none', 'gzip', 'snappy', 'lz4', 'zstd'])(
    'the console producer and consumer carry keys and headers with %s',
    async (codec) => {
      const topic = `java-${codec}`
      await topics('--create', '--topic', topic, '--partitions', '2', '--replication-factor', '3')
      const lines = Array.from({ length: 200 }, (_, index) => `h:${index}\tkey${index % 5}\tvalue ${index}`)
      const parse = ['parse.headers=true', 'parse.key=true'].flatMap((property) => ['--reader-property', property])
      await runKafkaTool(
        'org.apache.kafka.tools.ConsoleProducer',
        [...server(), '--topic', topic, '--compression-codec', codec, ...parse],
        {
          input: `${lines.join('\n')}\n`
        }
      )
      const print = ['print.headers=true', 'print.key=true'].flatMap((property) => ['--formatter-property', property])
      const { stdout } = await runKafkaTool('org.apache.kafka.tools.consumer.ConsoleConsumer', [
        ...server(),
        '--topic',
        topic,
        '--from-beginning',
        '--max-messages',
        '200',
        '--timeout-ms',
        '30000',
        ...print
      ])
      expect(stdout.trim().split('\n').sort()).toEqual(lines.sort())
    }
  )

  test('ProducerPerformance and ConsumerPerformance run to their end', async () => {
    await topics(
      '--create',
      '--topic',
      'java-perf',
      '--partitions',
      '6',
      '--replication-factor',
      '3',
      '--config',
      'min.insync.replicas=2'
    )
    const produced = await runKafkaTool('org.apache.kafka.tools.ProducerPerformance', [
      '--topic',
      'java-perf',
      '--num-records',
      '100000',
      '--record-size',
      '100',
      '--throughput',
      '-1',
      '--producer-props',
      `bootstrap.servers=${cluster.bootstrap}`,
      'acks=all'
    ])
    expect(produced.stdout).toContain('100000 records sent')
    const consumed = await runKafkaTool('org.apache.kafka.tools.ConsumerPerformance', [
      ...server(),
      '--topic',
      'java-perf',
      '--messages',
      '100000',
      '--timeout',
      '60000'
    ])
    const columns = consumed.stdout.trim().split('\n').at(-1)!.split(', ')
    expect(Number(columns[4])).toBeGreaterThanOrEqual(100_000)
  })

  test('kafka-get-offsets and kafka-consumer-groups tell positions and lag', async () => {
    await topics('--create', '--topic', 'java-group', '--partitions', '1', '--replication-factor', '3')
    await runKafkaTool('org.apache.kafka.tools.ConsoleProducer', [...server(), '--topic', 'java-group'], {
      input: 'a\nb\nc\n'
    })
    await runKafkaTool('org.apache.kafka.tools.consumer.ConsoleConsumer', [
      ...server(),
      '--topic',
      'java-group',
      '--group',
      'java-readers',
      '--from-beginning',
      '--max-messages',
      '2',
      '--timeout-ms',
      '30000'
    ])
    const offsets = await runKafkaTool('org.apache.kafka.tools.GetOffsetShell', [...server(), '--topic', 'java-group'])
    expect(offsets.stdout.trim()).toBe('java-group:0:3')
    const groups = await runKafkaTool('org.apache.kafka.tools.consumer.group.ConsumerGroupCommand', [
      ...server(),
      '--describe',
      '--group',
      'java-readers'
    ])
    expect(groups.stdout).toMatch(/java-readers\s+java-group\s+0\s+2\s+3\s+1/)
  })
})
