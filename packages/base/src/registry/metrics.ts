/**
 * Metrics: each package declares its own in one table (`defineMetrics`); the server registers all tables with
 * prom-client and `docs/reference/metrics.md` is generated from them. Cores never touch metrics; drivers do.
 */
export interface MetricDefinition {
  readonly name: string
  readonly type: 'counter' | 'gauge' | 'histogram' | 'summary'
  readonly help: string
  readonly labels?: readonly string[]
  /** Upper bounds of a histogram, ascending. */
  readonly buckets?: readonly number[]
}

export interface Counter {
  inc(by?: number): void
}
export interface Gauge {
  set(value: number): void
}
export interface Histogram {
  observe(value: number): void
}
/** Tells quantiles of what was observed lately, and how much there was at all: as Kafka's own histograms do. */
export interface Summary {
  observe(value: number): void
}

/** Where drivers record. Resolve an instrument once, per label set, and keep it: look-ups are not for hot paths. */
export interface Metrics {
  counter(definition: MetricDefinition, labels?: Readonly<Record<string, string>>): Counter
  gauge(definition: MetricDefinition, labels?: Readonly<Record<string, string>>): Gauge
  histogram(definition: MetricDefinition, labels?: Readonly<Record<string, string>>): Histogram
  summary(definition: MetricDefinition, labels?: Readonly<Record<string, string>>): Summary
  /** Registers `collect` to be called before each scrape, to set gauges that are cheaper to compute than to keep. */
  onScrape(collect: () => void): void
  /** Drops the series of a label set, when what it describes is gone. */
  remove(definition: MetricDefinition, labels: Readonly<Record<string, string>>): void
}

/** Declares a table of metrics: the keys are for code, the names for Prometheus. */
export function defineMetrics<const Table extends Readonly<Record<string, MetricDefinition>>>(table: Table): Table {
  return table
}

const nothing = { inc: () => {}, set: () => {}, observe: () => {} }
/** Metrics that go nowhere, for tests and tools. */
export const noMetrics: Metrics = {
  counter: () => nothing,
  gauge: () => nothing,
  histogram: () => nothing,
  summary: () => nothing,
  onScrape: () => {},
  remove: () => {}
}
