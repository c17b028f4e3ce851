// librdkafka, by the wheel of PyPI's confluent-kafka: the client of Python, .NET, Go and C++ shops.
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { type TestCluster, startTestCluster } from '../support/cluster.ts'
import { runOk } from '../support/run.ts'

let cluster: TestCluster
beforeAll(async () => {
  cluster = await startTestCluster({ settings: { 'group.initial.rebalance.delay.ms': '100' } })
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
})
