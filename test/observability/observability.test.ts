// What an operator watches: a real Prometheus on three live brokers, by the files of deploy/.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { join } from 'node:path'
import type { Kafka } from 'kafkajs'
import { activeController, killBroker, startTestCluster, type TestCluster } from '../support/cluster.ts'
import { kafkaClient, withAdmin } from '../support/kafka.ts'
import { startLoad, type Load } from '../support/load.ts'
import { runOk } from '../support/run.ts'
import { until } from '../support/until.ts'
import { queriesOf, readDashboards } from './dashboards.ts'
import { type ActiveAlert, deployed, program, startPrometheus, type TestPrometheus } from './prometheus.ts'

const topic = 'watched'

let cluster: TestCluster
let prometheus: TestPrometheus
let load: Load
beforeAll(async () => {
  cluster = await startTestCluster({
    settings: {
      'default.replication.factor': '3',
      'min.insync.replicas': '2',
      'offsets.topic.replication.factor': '3',
      'offsets.topic.num.partitions': '3',
      'transaction.state.log.replication.factor': '3',
      'transaction.state.log.num.partitions': '3',
      'log.dir.reserved.bytes': '1'
    }
  })
  const kafka = kafkaClient(cluster.bootstrap)
  await withAdmin(kafka, async (admin) => {
    await admin.createTopics({ topics: [{ topic, numPartitions: 6, replicationFactor: 3 }] })
  })
  prometheus = await startPrometheus(cluster.layout)
  load = startLoad(kafka, cluster.layout, topic)
  await oneTransaction(kafka)
  await oneGroup(kafka)
}, 120_000)
afterAll(async () => {
  await load?.stop()
  await prometheus?.dispose()
  await cluster?.dispose()
}, 60_000)

async function oneTransaction(kafka: Kafka): Promise<void> {
  const producer = kafka.producer({ transactionalId: 'watched', idempotent: true, maxInFlightRequests: 1 })
  await producer.connect()
  const transaction = await producer.transaction()
  await transaction.send({ topic, messages: [{ value: 'all or nothing', partition: 0 }] })
  await transaction.commit()
  await producer.disconnect()
}

/** A group whose member reads, commits, and leaves. */
async function oneGroup(kafka: Kafka): Promise<void> {
  const consumer = kafka.consumer({ groupId: 'watched' })
  await consumer.connect()
  await consumer.subscribe({ topic, fromBeginning: true })
  await new Promise<void>((resolve, reject) => {
    consumer.run({ eachBatch: () => Promise.resolve(resolve()) }).catch(reject)
  })
  await until('a commit', async () => {
    await consumer.commitOffsets([{ topic, partition: 0, offset: '1' }])
    return true
  })
  await consumer.disconnect()
}

describe('promtool says', () => {
  const promtool = (...args: readonly string[]) => runOk(program('promtool'), args)

  test('that the configuration and the alerts are right', async () => {
    const { stdout } = await promtool('check', 'config', join(deployed, 'prometheus.yml'))
    expect(stdout).toMatch(/is valid prometheus config/)
  })

  test('that the alerts fire when they should', async () => {
    const { stdout } = await promtool('test', 'rules', join(deployed, 'alerts.test.yml'))
    expect(stdout).toContain('SUCCESS')
  })
})

describe('while all is well', () => {
  test('every query of every dashboard has data', async () => {
    const queries = (await readDashboards()).flatMap(queriesOf)
    expect(queries.length).toBeGreaterThan(100)
    const empty: string[] = []
    for (const { panel, expression } of queries) {
      await until(`${panel}: ${expression}`, async () => (await prometheus.query(expression)).length > 0, 15_000).catch(
        (error: unknown) => empty.push((error as Error).message)
      )
    }
    expect(empty).toEqual([])
  })

  test('every alert compares something that is there', async () => {
    const rules = await prometheus.rules()
    expect(rules.length).toBeGreaterThan(20)
    const empty: string[] = []
    for (const { name, query } of rules) {
      const compared = /^([\s\S]*) (?:==|>|<) [\d.]+$/.exec(query)?.[1]
      if (compared === undefined || (await prometheus.query(compared)).length === 0) empty.push(`${name}: ${query}`)
    }
    expect(empty).toEqual([])
  })

  test('no series comes twice in a scrape', async () => {
    for (const { adminPort } of cluster.layout.brokers) {
      const text = await (await fetch(`http://127.0.0.1:${adminPort}/metrics`)).text()
      const series = text.split('\n').flatMap((line) => /^([a-z][^ ]*(?:\{.*\})?) \S+$/.exec(line)?.[1] ?? [])
      expect(series.length).toBeGreaterThan(500)
      expect(series.filter((one, index) => series.indexOf(one) !== index)).toEqual([])
    }
  })

  test('what is told of the load is what was written and read', async () => {
    const [total] = await prometheus.query('sum(kafka_server_brokertopicmetrics_messagesin_total{topic=""})')
    const [byTopic] = await prometheus.query('sum(kafka_server_brokertopicmetrics_messagesin_total{topic!=""})')
    expect(Number(total!.value[1])).toBeGreaterThan(0)
    expect(Number(byTopic!.value[1])).toBeLessThanOrEqual(load.sent.length + 1000)
    const [controllers] = await prometheus.query('sum(kafka_controller_kafkacontroller_activecontrollercount)')
    expect(controllers!.value[1]).toBe('1')
    const [stages] = await prometheus.query(
      'sum({__name__=~"kafka_network_requestmetrics_(requestqueue|local|remote|responsequeue|responsesend)timems_sum",request="Produce"}) / sum(kafka_network_requestmetrics_totaltimems_sum{request="Produce"})'
    )
    expect(Number(stages!.value[1])).toBeCloseTo(1, 2)
  })
})

describe('when a broker is killed', () => {
  const firing = async (): Promise<readonly ActiveAlert[]> =>
    (await prometheus.alerts()).filter(({ state }) => state === 'firing')
  const expected = ['GregorBrokerDown', 'GregorBrokerFenced', 'GregorUnderReplicated', 'GregorPreferredLeaders']
  /** Two of three brokers still make a quorum, and min.insync.replicas. */
  const unexpected = [
    'GregorNoActiveController',
    'GregorOfflinePartitions',
    'GregorUnderMinIsr',
    'GregorUncleanElection'
  ]

  test('the right alerts fire, and are over when it is back', async () => {
    const controller = await activeController(cluster.layout)
    const { id, adminPort } = cluster.layout.brokers.find((broker) => broker.id !== controller)!
    await until('nothing of this fires', async () => (await firing()).every(({ name }) => !expected.includes(name)))
    await killBroker(cluster, id)
    const instance = `127.0.0.1:${adminPort}`
    await until('the alerts fire, and only for the broker that was killed', async () => {
      const alerts = await firing()
      const down = alerts.flatMap(({ name, labels }) => (name === 'GregorBrokerDown' ? [labels['instance']] : []))
      return down.join(' ') === instance && expected.every((one) => alerts.some(({ name }) => name === one))
    })
    expect((await firing()).filter(({ name }) => unexpected.includes(name))).toEqual([])
    await cluster.start(id)
    await until(
      'the alerts are over',
      async () => (await firing()).every(({ name }) => !expected.includes(name)),
      60_000
    )
  })
})
