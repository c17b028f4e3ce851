import type { Counter, Gauge, Histogram, MetricDefinition, Metrics } from '@gregor/base'
import * as prometheus from 'prom-client'

/** Metrics kept by prom-client, and their text for a scrape. */
export interface PrometheusMetrics extends Metrics {
  /** The exposition text and its content type. */
  scrape(): Promise<{ readonly text: string; readonly contentType: string }>
}

type Labels = Readonly<Record<string, string>>

/** A registry with every definition of `tables` present from the start, so that dashboards find each series. */
export function createPrometheusMetrics(
  tables: readonly Readonly<Record<string, MetricDefinition>>[]
): PrometheusMetrics {
  const registry = new prometheus.Registry()
  prometheus.collectDefaultMetrics({ register: registry })
  const collectors: (() => void)[] = []

  for (const definition of tables.flatMap((table) => Object.values(table))) register(registry, definition)
  const find = (definition: MetricDefinition): prometheus.Metric =>
    registry.getSingleMetric(definition.name) ?? register(registry, definition)

  return {
    counter: (definition, labels): Counter => withLabels(find(definition) as prometheus.Counter, labels),
    gauge: (definition, labels): Gauge => withLabels(find(definition) as prometheus.Gauge, labels),
    histogram: (definition, labels): Histogram => withLabels(find(definition) as prometheus.Histogram, labels),
    onScrape: (collect) => void collectors.push(collect),
    remove: (definition, labels) => (find(definition) as prometheus.Gauge).remove(labels),
    async scrape() {
      for (const collect of collectors) collect()
      return { text: await registry.metrics(), contentType: registry.contentType }
    }
  }
}

function withLabels<Child>(metric: { labels(labels: Labels): Child } & Child, labels: Labels | undefined): Child {
  return labels === undefined ? metric : metric.labels(labels)
}

function register(registry: prometheus.Registry, definition: MetricDefinition): prometheus.Metric {
  const common = {
    name: definition.name,
    help: definition.help,
    labelNames: definition.labels ?? [],
    registers: [registry]
  }
  switch (definition.type) {
    case 'counter':
      return new prometheus.Counter(common)
    case 'gauge':
      return new prometheus.Gauge(common)
    case 'histogram':
      return new prometheus.Histogram(
        definition.buckets === undefined ? common : { ...common, buckets: [...definition.buckets] }
      )
  }
}
