import type { MetricDefinition, Metrics } from '@gregor/base'

/** Metrics by name, summed over all brokers for counters; gauges as set last. */
export function recordingMetrics(): { metrics: Metrics; values: Map<string, number>; scrape: () => void } {
  const values = new Map<string, number>()
  const scrapers: (() => void)[] = []
  const key = ({ name }: MetricDefinition, labels: object = {}): string => [name, ...Object.values(labels)].join(' ')
  return {
    values,
    scrape: () => {
      for (const scraper of scrapers) scraper()
    },
    metrics: {
      counter: (definition, labels) => ({
        inc: (by = 1) => void values.set(key(definition, labels), (values.get(key(definition, labels)) ?? 0) + by)
      }),
      gauge: (definition, labels) => ({ set: (value) => void values.set(key(definition, labels), value) }),
      histogram: () => ({ observe: () => {} }),
      summary: () => ({ observe: () => {} }),
      onScrape: (collect) => void scrapers.push(collect),
      remove: (definition, labels) => void values.delete(key(definition, labels))
    }
  }
}
