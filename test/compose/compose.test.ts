// The cluster of docker-compose.yml: clients on the host and in another container use it, and lose nothing when containers do.
import { join } from 'node:path'
import { afterAll, describe, expect, test } from '@jest/globals'
import { reportLines } from '../consistency/run/report.ts'
import { runConsistency } from '../consistency/run/run.ts'
import { kafkaClient, withAdmin } from '../support/kafka.ts'
import { run, runOk } from '../support/run.ts'
import { repository } from '../support/sources.ts'
import { until } from '../support/until.ts'
import { type ComposeCluster, startComposeCluster } from './compose-cluster.ts'
import { startComposeSite } from './compose-site.ts'

/** How long faults strike, in minutes: each kind at least once. */
const minutes = Number(process.env['COMPOSE_MINUTES'] ?? 1.5)
const seed = Number(process.env['COMPOSE_SEED'] ?? Math.floor(Math.random() * 1_000_000))

/** A client that knows the brokers by the names that they have among containers. */
const insider = `
const { Kafka, logLevel } = require('/kafkajs')
const kafka = new Kafka({ brokers: ['gregor-1:9092', 'gregor-2:9092', 'gregor-3:9092'], logLevel: logLevel.NOTHING })
const seen = []
async function main() {
  const producer = kafka.producer()
  await producer.connect()
  await producer.send({ topic: 'shared', messages: [{ value: 'from another container' }] })
  await producer.disconnect()
  const consumer = kafka.consumer({ groupId: 'insider' })
  await consumer.connect()
  await consumer.subscribe({ topic: 'shared', fromBeginning: true })
  await new Promise((done) => consumer.run({ eachMessage: async ({ message }) => {
    seen.push(String(message.value))
    if (seen.length === 2) done()
  } }))
  console.log(JSON.stringify(seen.sort()))
  process.exit(0)
}
main().catch((error) => { console.error(error); process.exit(1) })`

describe('docker-compose up', () => {
  let cluster: ComposeCluster | undefined
  afterAll(() => cluster?.dispose(), 120_000)

  test('kcat on the host and a client in another container share a topic; containers are as safe as the file says', async () => {
    cluster = await startComposeCluster({})
    const { bootstrap, docker, container, network } = cluster
    const health = (id: number) => docker('inspect', '--format', '{{.State.Health.Status}}', container(id))
    for (const id of [1, 2, 3]) {
      await until(`container ${id} is healthy`, async () => (await health(id)).trim() === 'healthy', 60_000)
    }
    await withAdmin(kafkaClient(bootstrap), (admin) =>
      admin.createTopics({ topics: [{ topic: 'shared', numPartitions: 3, replicationFactor: 3 }] })
    )
    await runOk('kcat', ['-b', bootstrap, '-P', '-t', 'shared'], { input: 'from the host\n' })
    const client = ['--volume', `${join(repository, 'node_modules', 'kafkajs')}:/kafkajs:ro`, '--entrypoint', 'node']
    const seen = await docker('run', '--rm', '--network', network, ...client, 'gregor:local', '-e', insider)
    expect(JSON.parse(seen)).toEqual(['from another container', 'from the host'])
    const back = await runOk('kcat', ['-b', bootstrap, '-C', '-t', 'shared', '-e', '-q'])
    expect(back.stdout.split('\n').filter(Boolean).sort()).toEqual(['from another container', 'from the host'])

    const { stdout: user } = await runOk('docker', ['exec', container(1), 'id', '-u'])
    expect(user.trim()).toBe('1000')
    expect((await run('docker', ['exec', container(1), 'touch', '/opt/gregor/x'])).code).not.toBe(0)
  }, 180_000)
})

test(
  `clients see nothing that cannot be, over ${minutes} minutes of faults of containers`,
  async () => {
    const print = (line: string): void => void process.stdout.write(`${line}\n`)
    print(`COMPOSE_SEED=${seed} COMPOSE_MINUTES=${minutes}`)
    const site = await startComposeSite({ 'group.min.session.timeout.ms': '500', 'log.segment.bytes': '262144' })
    const report = await runConsistency(site, { seed, minutes, print })
    for (const line of reportLines(report)) print(line)
    expect(report.anomalies.slice(0, 10)).toEqual([])
    expect(report.strikes.length).toBeGreaterThan(0)
    expect(report.history.sends.filter(({ ack }) => ack !== undefined).length).toBeGreaterThan(100)
  },
  (minutes + 10) * 60_000
)
