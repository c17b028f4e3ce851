// kafka-consumer-groups, Apache Kafka's own tool for groups and their offsets.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { type TestCluster, startTestCluster } from '../support/cluster.ts'
import { compileJava, startJava } from '../support/java.ts'
import { kafkaClient, withAdmin } from '../support/kafka.ts'
import type { Program } from '../support/program.ts'
import { runKafkaTool } from '../support/run.ts'
import { until } from '../support/until.ts'

/** The groups have the names of their protocols. */
const protocols = ['classic', 'consumer']
const named = protocols.flatMap((group) => ['--group', group])
const partitions = 2
/** Timestamps of the records of each partition: one an hour, from this one on. */
const firstMs = Date.UTC(2026, 0, 1)
const hourMs = 3_600_000
const records = 10

let cluster: TestCluster
const members = new Map<string, Program>()
beforeAll(async () => {
  await compileJava()
  cluster = await startTestCluster({ settings: { 'group.initial.rebalance.delay.ms': '0' } })
  const kafka = kafkaClient(cluster.bootstrap)
  await withAdmin(kafka, (admin) =>
    admin.createTopics({
      waitForLeaders: true,
      topics: [
        {
          topic: 'orders',
          numPartitions: partitions,
          replicationFactor: 3,
          configEntries: [{ name: 'retention.ms', value: '-1' }]
        }
      ]
    })
  )
  const producer = kafka.producer()
  await producer.connect()
  const messages = Array.from({ length: records * partitions }, (_, index) => ({
    partition: index % partitions,
    value: String(index),
    timestamp: String(firstMs + Math.floor(index / partitions) * hourMs)
  }))
  await producer.send({ topic: 'orders', messages })
  await producer.disconnect()
  // Of each protocol one group with a member, which has read all.
  for (const protocol of protocols) {
    const member = startJava('Member', [cluster.bootstrap, protocol, 'orders', `group.protocol=${protocol}`])
    members.set(protocol, member)
    await until(`the ${protocol} member has read all`, () => reads(member) === records * partitions, 60_000)
  }
}, 180_000)
afterAll(async () => {
  await Promise.all([...members.values()].map((member) => member.kill()))
  await cluster?.dispose()
}, 60_000)

const reads = ({ lines }: Program): number => lines.filter((line) => line.startsWith('read ')).length

/** What the tool says, on both of its outputs: it tells of refusals on either. */
async function groups(...args: string[]): Promise<string> {
  const tool = 'org.apache.kafka.tools.consumer.group.ConsumerGroupCommand'
  // By itself it gives up after five seconds, which a busy machine may take.
  const common = ['--bootstrap-server', cluster.bootstrap, '--timeout', '60000']
  const { stdout, stderr } = await runKafkaTool(tool, [...common, ...args])
  return `${stdout}\n${stderr}`
}

/** The rows of a table that are about our groups, by the words of their columns; sorted. */
function rows(table: string): string[][] {
  const lines = table.split('\n').filter((line) => protocols.includes(line.split(' ')[0]!))
  return lines.map((line) => line.trim().split(/\s+/)).sort(([left], [right]) => (left! < right! ? -1 : 1))
}

/** Where the offsets of all groups are, as `--describe` and `--reset-offsets` tell it in the fourth column. */
const offsets = (table: string): string[] =>
  rows(table).map(([group, , partition, offset]) => `${group} ${partition} ${offset}`)
const all = (offset: number): string[] =>
  protocols.flatMap((group) => [0, 1].map((index) => `${group} ${index} ${offset}`))

/** The same as another client reads them. */
async function storedOffsets(): Promise<string[]> {
  const topics = ['orders']
  const found = await withAdmin(kafkaClient(cluster.bootstrap), (admin) =>
    Promise.all(protocols.map((groupId) => admin.fetchOffsets({ groupId, topics })))
  )
  return found.flatMap((group, index) =>
    group[0]!.partitions
      .sort((left, right) => left.partition - right.partition)
      .map(({ partition, offset }) => `${protocols[index]!} ${partition} ${offset}`)
  )
}

describe('kafka-consumer-groups, for groups with a member', () => {
  test('lists them with their states', async () => {
    expect(rows(await groups('--list', '--state'))).toEqual([
      ['classic', 'Stable'],
      ['consumer', 'Stable']
    ])
    expect(rows(await groups('--list', '--state', 'Empty'))).toEqual([])
  })

  test('describes offsets, members and state', async () => {
    const described = await groups('--describe', '--all-groups')
    for (const [, topic, , current, end, lag, member, host, client] of rows(described)) {
      expect([topic, current, end, lag, host, client]).toEqual(['orders', '10', '10', '0', '/127.0.0.1', 'java'])
      expect(member).not.toBe('-')
    }
    expect(offsets(described)).toEqual(all(10))
    // The columns after the member, its host and its client.
    const members = rows(await groups('--describe', '--all-groups', '--members', '--verbose'))
    expect(members.map((columns) => columns.slice(4))).toEqual([
      ['2', '-', 'orders:0,1', '-', '-'],
      ['2', expect.stringMatching(/^\d+$/), 'orders:0,1', expect.stringMatching(/^\d+$/), 'orders:0,1']
    ])
    const states = rows(await groups('--describe', '--all-groups', '--state'))
    expect(states.map((columns) => columns.slice(2))).toEqual([
      [expect.stringMatching(/^\([123]\)$/), 'range', 'Stable', '1'],
      [expect.stringMatching(/^\([123]\)$/), 'uniform', 'Stable', '1']
    ])
  })

  test('is refused to change their offsets and to delete them', async () => {
    const reset = await groups('--reset-offsets', '--all-groups', '--topic', 'orders', '--to-earliest', '--execute')
    const deleted = await groups('--delete', ...named)
    for (const group of protocols) {
      expect(reset).toContain(`the group '${group}' is inactive, but the current state is Stable`)
      expect(deleted).toMatch(new RegExp(`Group '${group}' could not be deleted due to: .*GroupNotEmptyException`))
      const forbidden = await groups('--delete-offsets', '--group', group, '--topic', 'orders')
      expect(forbidden).toMatch(/^orders +0 +Error: .*GroupSubscribedToTopicException/m)
      expect(forbidden).toMatch(/^orders +1 +Error: .*GroupSubscribedToTopicException/m)
    }
    expect(await storedOffsets()).toEqual(all(10))
  })
})

describe('kafka-consumer-groups, when the members have left', () => {
  beforeAll(async () => {
    for (const member of members.values()) member.tell('leave')
    await Promise.all([...members.values()].map((member) => member.ended))
  }, 60_000)

  test.each([
    ['nothing, by a dry run', 0, 10, ['--to-earliest', '--dry-run']],
    ['to the earliest', 0, 0, ['--to-earliest', '--execute']],
    ['by a distance', 4, 4, ['--shift-by', '4', '--execute']],
    // Between the records of two and three hours.
    ['to a time', 3, 3, ['--to-datetime', '2026-01-01T02:30:00.000Z', '--execute']],
    ['to an offset, within bounds', 10, 10, ['--to-offset', '99', '--execute']]
  ])('resets %s', async (_, told, stored, how) => {
    expect(offsets(await groups('--reset-offsets', '--all-groups', '--topic', 'orders', ...how))).toEqual(all(told))
    expect(await storedOffsets()).toEqual(all(stored))
  })

  test('deletes offsets', async () => {
    for (const group of protocols) {
      expect(await groups('--delete-offsets', '--group', group, '--topic', 'orders:1')).toMatch(
        /^orders +1 +Successful/m
      )
    }
    const described = await groups('--describe', '--all-groups')
    expect(offsets(described)).toEqual(protocols.map((group) => `${group} 0 10`))
    for (const group of protocols) expect(described).toContain(`Consumer group '${group}' has no active members.`)
  })

  test('deletes the groups', async () => {
    expect(rows(await groups('--list', '--state'))).toEqual(protocols.map((group) => [group, 'Empty']))
    expect(await groups('--delete', ...named)).toMatch(/Deletion of requested consumer groups .* was successful/)
    expect(rows(await groups('--list'))).toEqual([])
  })
})
