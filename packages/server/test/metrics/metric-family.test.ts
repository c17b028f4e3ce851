import { describe, expect, test } from '@jest/globals'
import { MetricFamily } from '../../src/metrics/metric-family.ts'

const lines = (family: MetricFamily): string[] => family.text(0).trimEnd().split('\n').slice(2)

describe('a metric', () => {
  test('without labels is there before anything was counted', () => {
    const family = new MetricFamily({ name: 'a_total', type: 'counter', help: 'What\nit \\ is' })
    expect(family.text(0)).toBe('# HELP a_total What\\nit \\\\ is\n# TYPE a_total counter\na_total 0\n')
  })

  test('may have a total beside its series by label', () => {
    const family = new MetricFamily({ name: 'a_total', type: 'counter', help: '', labels: ['topic'] })
    expect(lines(family)).toEqual([])
    family.counter().inc(5)
    family.counter({ topic: 'orders' }).inc(2)
    family.counter({ topic: 'orders' }).inc()
    expect(lines(family)).toEqual(['a_total 5', 'a_total{topic="orders"} 3'])
  })

  test('loses the series that is removed, and whoever counts on there does no harm', () => {
    const family = new MetricFamily({ name: 'a', type: 'gauge', help: '', labels: ['topic', 'partition'] })
    const gone = family.gauge({ topic: 'a', partition: '1' })
    family.gauge({ topic: 'a', partition: '2' }).set(2)
    family.remove({ partition: '1', topic: 'a' })
    gone.set(1)
    expect(lines(family)).toEqual(['a{topic="a",partition="2"} 2'])
  })

  test('keeps label sets apart whose values read the same in a row', () => {
    const family = new MetricFamily({ name: 'a', type: 'gauge', help: '', labels: ['x', 'y'] })
    family.gauge({ x: 'ab', y: 'c' }).set(1)
    family.gauge({ x: 'a', y: 'bc' }).set(2)
    expect(lines(family)).toEqual(['a{x="ab",y="c"} 1', 'a{x="a",y="bc"} 2'])
  })

  test('is written so that no label ends its line or its quotes', () => {
    const family = new MetricFamily({ name: 'a', type: 'gauge', help: '', labels: ['dir'] })
    family.gauge({ dir: 'C:\\"x"\n' }).set(Number.NaN)
    expect(lines(family)).toEqual(['a{dir="C:\\\\\\"x\\"\\n"} NaN'])
  })

  test('as a histogram cumulates its buckets', () => {
    const family = new MetricFamily({ name: 'h', type: 'histogram', help: '', buckets: [1, 10] })
    for (const value of [0.5, 1, 2, 100]) family.histogram().observe(value)
    expect(lines(family)).toEqual([
      'h_bucket{le="1"} 2',
      'h_bucket{le="10"} 3',
      'h_bucket{le="+Inf"} 4',
      'h_sum 103.5',
      'h_count 4'
    ])
  })

  test('as a summary has the quantiles of Kafka, a sum and a count', () => {
    const family = new MetricFamily({ name: 's', type: 'summary', help: '', labels: ['request'] })
    family.summary({ request: 'Fetch' }).observe(8)
    const told = lines(family)
    expect(told.slice(0, 6).map((line) => /quantile="([\d.]+)"/.exec(line)?.[1])).toEqual([
      '0.50',
      '0.75',
      '0.95',
      '0.98',
      '0.99',
      '0.999'
    ])
    expect(told.slice(6)).toEqual(['s_sum{request="Fetch"} 8', 's_count{request="Fetch"} 1'])
  })
})
