// Members of one group that are clients of different kinds: what one of them says of itself, the others understand.
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import kafkajs, { type Assigner, type Kafka, type PartitionAssigner } from 'kafkajs'
import { type TestCluster, startTestCluster } from '../support/cluster.ts'
import { compileJava, startJava } from '../support/java.ts'
import { kafkaClient, withAdmin } from '../support/kafka.ts'
import { type Program, startProgram } from '../support/program.ts'
import { until } from '../support/until.ts'

const partitions = [0, 1, 2, 3, 4, 5]

let cluster: TestCluster
let kafka: Kafka
beforeAll(async () => {
  await compileJava()
  cluster = await startTestCluster({
    settings: {
      'group.initial.rebalance.delay.ms': '100',
      'group.consumer.min.heartbeat.interval.ms': '300',
      'group.consumer.heartbeat.interval.ms': '300'
    }
  })
  kafka = kafkaClient(cluster.bootstrap)
}, 120_000)
afterAll(() => cluster?.dispose(), 60_000)

interface Member {
  assigned(): readonly number[]
  /** `PARTITION VALUE` of each record that it was given. */
  reads(): readonly string[]
  leave(): Promise<unknown>
  kill(): Promise<unknown>
}

/** A program that says `assigned 0,1` and `read PARTITION VALUE`, and leaves when its input has a line. */
function memberOf(program: Program): Member {
  const said = (word: string) =>
    program.lines.filter((line) => line.startsWith(`${word} `)).map((line) => line.slice(word.length + 1))
  return {
    assigned: () =>
      (said('assigned').at(-1) ?? '')
        .split(',')
        .filter((part) => part !== '')
        .map(Number),
    reads: () => said('read'),
    leave: () => {
      program.tell('leave')
      return program.ended
    },
    kill: () => program.kill()
  }
}

const java = (group: string, topic: string, ...settings: string[]) =>
  memberOf(startJava('Member', [cluster.bootstrap, group, topic, ...settings]))

function librdkafka(group: string, topic: string, ...settings: string[]): Member {
  const path = fileURLToPath(new URL('librdkafka/member.py', import.meta.url))
  return memberOf(
    startProgram(process.env['GREGOR_PYTHON'] ?? 'python3', [path, cluster.bootstrap, group, topic, ...settings])
  )
}

/** The range assignor of the other clients, which kafkajs does not bring; it writes the form of version 0 whatever it is told. */
const range: PartitionAssigner = ({ cluster: known }): Assigner => ({
  name: 'range',
  version: 0,
  assign: async ({ members, topics }) => {
    const ids = members.map(({ memberId }) => memberId).sort()
    const shares = new Map<string, Record<string, number[]>>(ids.map((id) => [id, {}]))
    for (const topic of topics) {
      const all = known
        .findTopicPartitionMetadata(topic)
        .map(({ partitionId }) => partitionId)
        .sort((a, b) => a - b)
      for (const [index, id] of ids.entries()) {
        const begin = Math.ceil((index * all.length) / ids.length)
        shares.get(id)![topic] = all.slice(begin, Math.ceil(((index + 1) * all.length) / ids.length))
      }
    }
    return ids.map((memberId) => ({
      memberId,
      memberAssignment: kafkajs.AssignerProtocol.MemberAssignment.encode({
        version: 0,
        assignment: shares.get(memberId)!,
        userData: Buffer.alloc(0)
      })
    }))
  },
  protocol: ({ topics }) => ({
    name: 'range',
    metadata: kafkajs.AssignerProtocol.MemberMetadata.encode({ version: 0, topics, userData: Buffer.alloc(0) })
  })
})

async function kafkajsMember(groupId: string, topic: string): Promise<Member> {
  const reads: string[] = []
  const seen = { assigned: [] as number[] }
  const consumer = kafka.consumer({ groupId, partitionAssigners: [range], heartbeatInterval: 500 })
  consumer.on('consumer.group_join', ({ payload }) => (seen.assigned = payload.memberAssignment[topic] ?? []))
  await consumer.connect()
  await consumer.subscribe({ topics: [topic], fromBeginning: true })
  await consumer.run({
    eachMessage: async ({ partition, message }) => void reads.push(`${partition} ${message.value!.toString()}`)
  })
  const leave = () => consumer.disconnect()
  return { assigned: () => seen.assigned, reads: () => reads, leave, kill: leave }
}

/** Records to every partition; gives `PARTITION VALUE` of each. */
async function produce(topic: string, round: number): Promise<string[]> {
  const producer = kafka.producer()
  await producer.connect()
  const messages = Array.from({ length: 300 }, (_, index) => ({ partition: index % 6, value: `${round}-${index}` }))
  await producer.send({ topic, messages })
  await producer.disconnect()
  return messages.map(({ partition, value }) => `${partition} ${value}`)
}

/** Members share all partitions, the first leaves, the others take over; each record is read once. */
async function shareAndLeave(topic: string, members: readonly Member[]): Promise<void> {
  const [first, ...others] = members
  const owned = (some: readonly Member[]) => some.flatMap((member) => member.assigned()).sort((a, b) => a - b)
  const reads = () => members.flatMap((member) => member.reads())
  await until(
    'all have their share',
    () =>
      members.every((member) => member.assigned().length === partitions.length / members.length) &&
      String(owned(members)) === String(partitions),
    60_000
  )
  const written = await produce(topic, 1)
  await until('all is read', () => reads().length >= written.length)
  for (const member of members) {
    const from = new Set(member.reads().map((read) => Number(read.split(' ')[0])))
    expect(from).toEqual(new Set(member.assigned()))
  }
  await first!.leave()
  await until('the others have all', () => String(owned(others)) === String(partitions), 60_000)
  written.push(...(await produce(topic, 2)))
  await until('all is read', () => reads().length >= written.length)
  expect(reads().sort()).toEqual(written.sort())
}

async function withTopic(topic: string, use: () => Promise<void>): Promise<void> {
  await withAdmin(kafka, (admin) =>
    admin.createTopics({ waitForLeaders: true, topics: [{ topic, numPartitions: 6, replicationFactor: 3 }] })
  )
  await use()
}

describe('a group', () => {
  test('of the classic protocol is shared by Java, librdkafka and kafkajs', async () => {
    await withTopic('classic', async () => {
      const members = [
        java('classic', 'classic', 'partition.assignment.strategy=org.apache.kafka.clients.consumer.RangeAssignor'),
        librdkafka('classic', 'classic', 'partition.assignment.strategy=range'),
        await kafkajsMember('classic', 'classic')
      ]
      try {
        await shareAndLeave('classic', members)
      } finally {
        await Promise.all(members.map((member) => member.kill()))
      }
    })
  })

  test('of the consumer protocol (KIP-848) is shared by Java and librdkafka', async () => {
    await withTopic('consumer', async () => {
      const members = [java, librdkafka].map((start) => start('consumer', 'consumer', 'group.protocol=consumer'))
      try {
        await shareAndLeave('consumer', members)
      } finally {
        await Promise.all(members.map((member) => member.kill()))
      }
    })
  })
})
