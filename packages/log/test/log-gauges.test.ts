import { expect, test } from '@jest/globals'
import { noMetrics, PartitionIndex, type Metrics } from '@gregor/base'
import { memoryFileSystem } from '../src/index.ts'
import { append, openLogs, orders, smallLog } from './support/logs.ts'

test('the first logs have series of their own, as many as are allowed, and the others are counted', async () => {
  const values = new Map<string, number>()
  const collectors: (() => void)[] = []
  const key = (name: string, labels: object = {}): string => [name, ...Object.values(labels)].join(' ')
  const metrics: Metrics = {
    ...noMetrics,
    gauge: ({ name }, labels) => ({ set: (value) => void values.set(key(name, labels), value) }),
    remove: ({ name }, labels) => void values.delete(key(name, labels)),
    onScrape: (collect) => void collectors.push(collect)
  }
  const logs = await openLogs(memoryFileSystem(), { metrics, partitionSeriesMax: 2 })
  const identities = [0, 1, 2].map((index) => ({ ...orders, partition: PartitionIndex(index) }))
  for (const identity of identities) append(await logs.open(identity, smallLog), ['a', 'b'])
  const look = (): string[] => {
    for (const collect of collectors) collect()
    return [...values.keys()].filter((series) => series.startsWith('kafka_log_log_logendoffset')).sort()
  }
  const series = (index: number): string => `kafka_log_log_logendoffset ${orders.topic} ${index}`
  expect(look()).toEqual([series(0), series(1)])
  expect(values.get(series(0))).toBe(2)
  expect(values.get('gregor_log_partitions_without_series')).toBe(1)
  // Room for the next one.
  await logs.delete(orders.topicId, PartitionIndex(0))
  expect(look()).toEqual([series(1), series(2)])
  expect(values.get('gregor_log_partitions_without_series')).toBe(0)
  await logs.close()
})
