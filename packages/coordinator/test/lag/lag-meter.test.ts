import { expect, test } from '@jest/globals'
import { noMetrics, silentLogger, type Gauge, type Metrics } from '@gregor/base'
import { LagMeter, type LagPorts } from '../../src/lag/lag-meter.ts'
import type { GroupPositions } from '../../src/lag/positions.ts'

/** Gauges by name and group. */
class Shown {
  readonly values = new Map<string, number>()
  readonly metrics: Metrics = {
    ...noMetrics,
    gauge: ({ name }, labels): Gauge => ({
      ...noMetrics.gauge({ name, type: 'gauge', help: '' }),
      set: (value: number) => void this.values.set(`${name} ${labels?.['group'] ?? ''}`.trim(), value)
    }),
    remove: ({ name }, labels) => void this.values.delete(`${name} ${labels['group']}`)
  }
}

const nowMs = 1_000_000
const group = (name: string, ...offsets: readonly number[]): GroupPositions => ({
  group: name,
  committed: offsets.map((offset, partition) => ({ topic: 't', partition, offset }))
})

/** Partitions 0 and 1 end at 10 and are led by brokers 1 and 2; a record is written each second. */
function ports(asked: string[] = []): LagPorts {
  return {
    leaderOf: (_topic, partition) => (partition < 2 ? partition + 1 : undefined),
    stableEnds: (broker, partitions) => {
      asked.push(`ends at ${broker}`)
      return Promise.resolve(partitions.map(() => 10))
    },
    timestampAt: (broker, { offset }) => {
      asked.push(`time of ${offset} at ${broker}`)
      return Promise.resolve(nowMs - (10 - offset) * 1000)
    }
  }
}

function meter(
  groups: readonly GroupPositions[],
  options: { readonly ports?: LagPorts; readonly groupsMax?: number } = {}
) {
  const shown = new Shown()
  const current = { groups }
  const clock = { wallMs: () => nowMs, monotonicMs: () => 0 }
  const { metrics } = shown
  const lag = new LagMeter({
    ports: ports(),
    groupsMax: 10,
    ...options,
    groups: () => current.groups,
    clock,
    metrics,
    logger: silentLogger
  })
  return { lag, shown, current }
}

test('records add up over partitions, and the worst partition counts in time', async () => {
  const asked: string[] = []
  const { lag, shown } = meter([group('a', 7, 4, 1), group('b', 10)], { ports: ports(asked) })
  await lag.refresh()
  expect(Object.fromEntries(shown.values)).toEqual({
    'gregor_group_lag_records a': 9,
    'gregor_group_lag_seconds a': 6,
    'gregor_group_lag_records b': 0,
    'gregor_group_lag_seconds b': 0,
    gregor_group_lag_groups_left_out: 0
  })
  // Each leader once, and for a time only where a group is behind.
  expect(asked.sort()).toEqual(['ends at 1', 'ends at 2', 'time of 4 at 2', 'time of 7 at 1'])
})

test('groups beyond the limit are only counted, and those that are gone show nothing more', async () => {
  const { lag, shown, current } = meter([group('a', 7), group('b', 8), group('c', 9)], { groupsMax: 2 })
  await lag.refresh()
  expect(shown.values.get('gregor_group_lag_groups_left_out')).toBe(1)
  expect(shown.values.has('gregor_group_lag_records c')).toBe(false)
  current.groups = [group('b', 9)]
  await lag.refresh()
  expect(Object.fromEntries(shown.values)).toEqual({
    'gregor_group_lag_records b': 1,
    'gregor_group_lag_seconds b': 1,
    gregor_group_lag_groups_left_out: 0
  })
})

test('a leader that does not answer hides only its own partitions, and scrapes meanwhile ask nobody', async () => {
  const asked: string[] = []
  let answer: (ends: readonly number[]) => void = () => {}
  const slow: LagPorts = {
    ...ports(asked),
    stableEnds: (broker) => {
      asked.push(`ends at ${broker}`)
      if (broker === 1) return Promise.reject(new Error('away'))
      return new Promise((resolve) => {
        answer = resolve
      })
    }
  }
  const { lag, shown } = meter([group('a', 7, 4)], { ports: slow })
  const first = lag.refresh()
  await lag.refresh()
  expect(asked.sort()).toEqual(['ends at 1', 'ends at 2'])
  answer([10])
  await first
  expect(shown.values.get('gregor_group_lag_records a')).toBe(6)
})
