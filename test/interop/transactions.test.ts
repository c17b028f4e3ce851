// Transactions, of librdkafka (which adds partitions itself) and of the Java client (which leaves that to the leaders, KIP-890).
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { killBroker, type TestCluster, startTestCluster } from '../support/cluster.ts'
import { runKafkaTool, runOk } from '../support/run.ts'

let cluster: TestCluster
beforeAll(async () => {
  cluster = await startTestCluster()
}, 90_000)
afterAll(() => cluster?.dispose())

const python = process.env['GREGOR_PYTHON'] ?? 'python3'
async function librdkafka(records: number): Promise<unknown> {
  const path = fileURLToPath(new URL('librdkafka/transactions.py', import.meta.url))
  const { stdout } = await runOk(python, [path, cluster.bootstrap, String(records)], { timeoutMs: 250_000 })
  return JSON.parse(stdout.trim().split('\n').at(-1)!)
}

const right = { committed: 160, abortedSeen: 0, written: 240, zombie: '_FENCED', exactlyOnce: true }

describe('transactions', () => {
  test('of librdkafka commit, abort, are fenced and copy exactly once', async () => {
    expect(await librdkafka(300)).toEqual(right)
  })

  test('of librdkafka survive brokers that are killed, one after the other', async () => {
    const copied = librdkafka(600)
    const progress = { done: false }
    void copied.catch(() => {}).finally(() => (progress.done = true))
    for (let kills = 0; kills < 6 && !progress.done; kills++) {
      const { id } = cluster.layout.brokers[kills % 3]!
      await killBroker(cluster, id)
      await cluster.start(id)
      await cluster.ready(60_000)
    }
    expect(await copied).toEqual(right)
  })

  test('of the Java client commit, and are shown by kafka-transactions', async () => {
    const server = `--bootstrap-server ${cluster.bootstrap}`
    const perf =
      '--topic java-transactions --num-records 2000 --record-size 100 --throughput -1 --transactional-id perf ' +
      `--transaction-duration-ms 50 --producer-props bootstrap.servers=${cluster.bootstrap}`
    await runKafkaTool('org.apache.kafka.tools.ProducerPerformance', perf.split(' '))
    const reader =
      `${server} --topic java-transactions --from-beginning --max-messages 2000 --timeout-ms 30000 ` +
      '--isolation-level read_committed'
    const { stdout } = await runKafkaTool('org.apache.kafka.tools.consumer.ConsoleConsumer', reader.split(' '))
    expect(stdout.trim().split('\n')).toHaveLength(2000)
    const tool = (command: string) =>
      runKafkaTool('org.apache.kafka.tools.TransactionsCommand', `${server} ${command}`.split(' '))
    expect((await tool('list')).stdout).toMatch(/^perf\s+\d+\s+\d+\s+CompleteCommit/m)
    expect((await tool('describe --transactional-id perf')).stdout).toContain('CompleteCommit')
  })
})
