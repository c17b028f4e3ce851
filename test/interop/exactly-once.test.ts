// A copy exactly once by the Java clients, while brokers and copiers are killed: the read-process-write loop of KIP-447.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { killBroker, type TestCluster, startTestCluster } from '../support/cluster.ts'
import { compileJava, startJava } from '../support/java.ts'
import { kafkaClient, withAdmin } from '../support/kafka.ts'
import type { Program } from '../support/program.ts'
import { until } from '../support/until.ts'

const partitions = 6
const records = Number(process.env['EXACTLY_ONCE_RECORDS'] ?? 100_000)
const bounces = Number(process.env['EXACTLY_ONCE_BOUNCES'] ?? 20)
/** `classic` or `consumer` (KIP-848). */
const groupProtocol = process.env['EXACTLY_ONCE_GROUP_PROTOCOL'] ?? 'classic'
const timeoutMs = 60_000 + bounces * 30_000

let cluster: TestCluster
const programs: Program[] = []
beforeAll(async () => {
  await compileJava()
  // Members that are killed are missed soon.
  cluster = await startTestCluster({
    settings: {
      'group.min.session.timeout.ms': '1000',
      'group.consumer.min.session.timeout.ms': '3000',
      'group.consumer.session.timeout.ms': '3000',
      'group.consumer.min.heartbeat.interval.ms': '500',
      'group.consumer.heartbeat.interval.ms': '500'
    }
  })
}, 120_000)
afterAll(async () => {
  await Promise.all(programs.map((program) => program.kill()))
  await cluster?.dispose()
}, 60_000)

function start(main: string, ...args: string[]): Program {
  const program = startJava(main, [cluster.bootstrap, ...args])
  programs.push(program)
  return program
}

/** Two copiers of one group; one that was killed begins again with its transactional id. */
function startCopiers() {
  const startOne = (name: string) => start('Copier', 'source', 'copy', name, groupProtocol)
  const copiers = ['copier-1', 'copier-2'].map(startOne)
  const all = [...copiers]
  return {
    /** Transactions that were committed, so far as those have told who did. */
    committed: () => all.flatMap(({ lines }) => lines).filter((line) => line.startsWith('copied ')).length,
    bounce: async (index: number) => {
      await copiers[index]!.kill()
      all.push((copiers[index] = startOne(`copier-${index + 1}`)))
    },
    /** What none may do: end by itself. */
    failures: () => copiers.filter(({ running }) => !running).flatMap(({ errors }) => errors)
  }
}

async function bounceBroker(index: number): Promise<void> {
  const { id } = cluster.layout.brokers[index]!
  await killBroker(cluster, id)
  await cluster.start(id)
  await cluster.ready(60_000)
}

describe('the Java clients', () => {
  test(
    'copy a topic exactly once while brokers and copiers are killed',
    async () => {
      const topic = { numPartitions: partitions, replicationFactor: 3 }
      const configEntries = [{ name: 'min.insync.replicas', value: '2' }]
      await withAdmin(kafkaClient(cluster.bootstrap), (admin) =>
        admin.createTopics({
          waitForLeaders: true,
          topics: ['source', 'copy'].map((name) => ({ topic: name, ...topic, configEntries }))
        })
      )
      const feeder = start('Feeder', 'source', String(partitions))
      const copiers = startCopiers()
      const slice = Math.floor(records / (bounces + 1))
      let fed = 0
      const feed = async (count: number) => {
        const before = copiers.committed()
        feeder.tell(String(count))
        fed += count
        await until(`${fed} are written`, () => feeder.lines.includes(`fed ${fed}`), 60_000)
        await until(
          'something of it is copied',
          () => copiers.committed() > before || copiers.failures().length > 0,
          60_000
        )
        expect(copiers.failures()).toEqual([])
      }
      // Each strikes while what was written before it is being copied.
      for (let bounce = 0; bounce < bounces; bounce++) {
        await feed(slice)
        const turn = Math.floor(bounce / 2)
        await (bounce % 2 === 0 ? bounceBroker(turn % 3) : copiers.bounce(turn % 2))
      }
      await feed(records - fed)
      const check = start('CopyCheck', 'copy', String(partitions), String(records), '90000')
      await check.ended
      expect([...check.lines, ...check.errors]).toEqual([`equal ${records}`])
      expect(copiers.failures()).toEqual([])
    },
    timeoutMs
  )
})
