import { setTimeout as pause } from 'node:timers/promises'
import { expect, test } from '@jest/globals'
import { nodeClock } from '../../src/io/node-ports.ts'
import { type BrokerState, keepProcessGauges } from '../../src/io/process-gauges.ts'
import { createPrometheusMetrics } from '../../src/io/prometheus.ts'
import { processMetrics } from '../../src/metrics/process-metrics.ts'

test('a process tells its state, its load, its delays and its memory', async () => {
  const metrics = createPrometheusMetrics([processMetrics], nodeClock)
  let state: BrokerState = 1
  const stop = keepProcessGauges(metrics, () => state)
  const valueOf = async (series: string): Promise<number> => {
    const { text } = await metrics.scrape()
    const line = text.split('\n').find((one) => one.startsWith(`${series} `))
    return Number(line?.split(' ')[1])
  }
  try {
    expect(await valueOf('kafka_server_kafkaserver_brokerstate')).toBe(1)
    state = 3
    expect(await valueOf('kafka_server_kafkaserver_brokerstate')).toBe(3)
    while ((await valueOf('gregor_event_loop_delay_seconds_count')) === 0) await pause(20)
    const before = await valueOf('gregor_event_loop_busy_seconds_total')
    const endMs = performance.now() + 100
    while (performance.now() < endMs);
    while ((await valueOf('gregor_event_loop_busy_seconds_total')) < before + 0.09) await pause(20)
    const idle = await valueOf('kafka_server_kafkarequesthandlerpool_requesthandleravgidle_percent')
    expect(idle).toBeGreaterThanOrEqual(0)
    expect(idle).toBeLessThan(1)
    const resident = await valueOf('gregor_memory_bytes{kind="resident"}')
    expect(resident).toBeGreaterThan(10_000_000)
    expect(await valueOf('gregor_memory_limit_bytes')).toBeGreaterThan(resident)
    expect(await valueOf('gregor_memory_heap_limit_bytes')).toBeGreaterThan(0)
    expect(await valueOf('nodejs_heap_size_used_bytes')).toBeGreaterThan(0)
  } finally {
    stop()
  }
})
