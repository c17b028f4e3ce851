import { setImmediate as nextTurn } from 'node:timers/promises'
import type { Clock, MetricDefinition, Metrics } from '@gregor/base'
import * as prometheus from 'prom-client'
import { MetricFamily } from '../metrics/metric-family.ts'

/** Metrics of a process, and their text for a scrape. */
export interface PrometheusMetrics extends Metrics {
  /** The exposition text and its content type. */
  scrape(): Promise<{ readonly text: string; readonly contentType: string }>
}

/** Series that are written in one turn of the event loop, roughly: requests are served in between. */
const SERIES_PER_TURN = 500

/**
 * How often the event loop's lag is sampled for `nodejs_eventloop_lag_*`, in ms. By default that is 10, and an idle broker would
 * do little else than wake up for it: its own histogram of delays looks more often, at moments when it is awake.
 */
const LOOP_SAMPLE_MS = 1_000

/**
 * All definitions of `tables` are present from the start, so that dashboards find each series. prom-client tells what it knows
 * of a Node process; our own series are kept and written by `MetricFamily`, since prom-client looks up the labels of a series at
 * each increment, and puts them together again for each scrape.
 */
export function createPrometheusMetrics(
  tables: readonly Readonly<Record<string, MetricDefinition>>[],
  clock: Clock
): PrometheusMetrics {
  const registry = new prometheus.Registry()
  prometheus.collectDefaultMetrics({ register: registry, eventLoopMonitoringPrecision: LOOP_SAMPLE_MS })
  const collectors: (() => void)[] = []
  const families = new Map<string, MetricFamily>()
  const familyOf = (definition: MetricDefinition): MetricFamily => {
    let family = families.get(definition.name)
    if (family === undefined) {
      family = new MetricFamily(definition)
      families.set(definition.name, family)
    }
    return family
  }
  for (const definition of tables.flatMap((table) => Object.values(table))) familyOf(definition)

  return {
    counter: (definition, labels) => familyOf(definition).counter(labels),
    gauge: (definition, labels) => familyOf(definition).gauge(labels),
    histogram: (definition, labels) => familyOf(definition).histogram(labels),
    summary: (definition, labels) => familyOf(definition).summary(labels),
    onScrape: (collect) => void collectors.push(collect),
    remove: (definition, labels) => familyOf(definition).remove(labels),
    async scrape() {
      for (const collect of collectors) collect()
      const process = await registry.metrics()
      return { text: `${await textOf(families.values(), clock)}${process}`, contentType: registry.contentType }
    }
  }
}

async function textOf(families: Iterable<MetricFamily>, clock: Clock): Promise<string> {
  let text = ''
  let written = 0
  for (const family of families) {
    text += family.text(clock.monotonicMs())
    written += family.size
    if (written < SERIES_PER_TURN) continue
    written = 0
    await nextTurn()
  }
  return text
}
