// librdkafka, by the wheel of PyPI's confluent-kafka: the client of Python, .NET, Go and C++ shops.
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { type TestCluster, startTestCluster } from '../support/cluster.ts'
import { runOk } from '../support/run.ts'

let cluster: TestCluster
beforeAll(async () => {
  cluster = await startTestCluster({
    settings: {
      'group.initial.rebalance.delay.ms': '100',
      'group.consumer.min.session.timeout.ms': '5000',
      'group.consumer.session.timeout.ms': '5000',
      'group.consumer.min.heartbeat.interval.ms': '300',
      'group.consumer.heartbeat.interval.ms': '300'
    }
  })
}, 90_000)
afterAll(() => cluster?.dispose())

const python = process.env['GREGOR_PYTHON'] ?? 'python3'
async function script(name: string, ...args: string[]): Promise<unknown> {
  const path = fileURLToPath(new URL(`librdkafka/${name}`, import.meta.url))
  const { stdout } = await runOk(python, [path, cluster.bootstrap, ...args], { timeoutMs: 150_000 })
  return JSON.parse(stdout.trim().split('\n').at(-1)!)
}

describe('librdkafka', () => {
  test('every codec, with keys, headers and nulls, idempotent, in order per key', async () => {
    const whole = { failed: 0, seen: 3000, nulls: 30 }
    expect(await script('codecs.py')).toEqual({ none: whole, gzip: whole, snappy: whole, lz4: whole, zstd: whole })
  })

  test.each(['range', 'cooperative-sticky'])(
    'members of a %s group share, rejoin and read everything',
    async (strategy) => {
      expect(await script('groups.py', strategy)).toEqual({ shared: true, kept: true, got: 600, distinct: 600 })
    }
  )

  test('members of a consumer group (KIP-848) share, take over from one that was killed, and follow a regular expression', async () => {
    expect(await script('consumer_groups.py')).toEqual({
      alone: true,
      shared: true,
      read: true,
      tookOver: true,
      got: 900,
      more: false,
      described: { type: 'CONSUMER', state: 'STABLE', members: 1 },
      regex: [true, true],
      listed: ['by-regex', 'consumer-group']
    })
  })

  test.each(['range', 'cooperative-sticky'])(
    'members of a %s group change to the consumer protocol one by one, and back: every record is read and committed once',
    async (strategy) => {
      expect(await script('rolling_switch.py', strategy)).toEqual({
        steps: [true, true, true, true, true, true, true],
        types: ['CLASSIC', 'CONSUMER', 'CLASSIC'],
        lost: 0,
        repeated: 0,
        uncommitted: 0,
        enough: true
      })
    }
  )
})
