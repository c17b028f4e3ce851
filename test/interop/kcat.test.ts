// kcat (Debian's package, librdkafka in C): what a person types at a shell.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { type TestCluster, startTestCluster } from '../support/cluster.ts'
import { runOk } from '../support/run.ts'

let cluster: TestCluster
beforeAll(async () => {
  cluster = await startTestCluster()
}, 90_000)
afterAll(() => cluster?.dispose())

const kcat = (args: string[], input?: string) =>
  runOk('kcat', ['-b', cluster.bootstrap, ...args], input === undefined ? {} : { input })

describe('kcat', () => {
  test('lists the three brokers and their controller', async () => {
    const { stdout } = await kcat(['-L', '-J'])
    const metadata = JSON.parse(stdout) as { brokers: { id: number }[]; controllerid: number }
    expect(metadata.brokers.map(({ id }) => id).sort((a, b) => a - b)).toEqual([1, 2, 3])
    expect([1, 2, 3]).toContain(metadata.controllerid)
  })

  test.each(['none', 'gzip', 'snappy', 'lz4', 'zstd'])(
    'produces and consumes keys and headers with %s',
    async (codec) => {
      const topic = `kcat-${codec}`
      const lines = Array.from({ length: 500 }, (_, index) => `key${index % 7}:value ${index}`)
      await kcat(
        ['-P', '-t', topic, '-K', ':', '-H', 'trace=abc', '-H', 'empty=', '-z', codec, '-X', 'acks=all'],
        lines.join('\n')
      )
      const { stdout } = await kcat(['-C', '-t', topic, '-o', 'beginning', '-e', '-q', '-f', '%k:%s %h\\n'])
      const received = stdout.trim().split('\n')
      expect(received.sort()).toEqual(lines.map((line) => `${line} trace=abc,empty=`).sort())
    }
  )

  test('a null value (tombstone) stays null', async () => {
    await kcat(['-P', '-t', 'kcat-null', '-K', ':', '-Z'], 'gone:\n')
    const { stdout } = await kcat(['-C', '-t', 'kcat-null', '-o', 'beginning', '-e', '-q', '-f', '%k %S\\n'])
    expect(stdout).toBe('gone -1\n')
  })

  test('consumes as a group, and goes on where the group committed', async () => {
    await kcat(['-P', '-t', 'kcat-group'], 'one\ntwo\nthree\n')
    const settings = ['-X', 'auto.offset.reset=earliest', '-e', '-q']
    const first = await kcat(['-G', 'kcat-readers', ...settings, 'kcat-group'])
    expect(first.stdout.trim().split('\n').sort()).toEqual(['one', 'three', 'two'])
    await kcat(['-P', '-t', 'kcat-group'], 'four\n')
    const second = await kcat(['-G', 'kcat-readers', ...settings, 'kcat-group'])
    expect(second.stdout).toBe('four\n')
  })

  test('asks for the offset at a time', async () => {
    await kcat(['-P', '-t', 'kcat-time', '-p', '0'], 'early\nlate\n')
    const { stdout } = await kcat(['-Q', '-t', 'kcat-time:0:1'])
    expect(stdout).toContain('offset 0')
  })
})
