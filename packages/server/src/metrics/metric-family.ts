import type { Counter, Gauge, Histogram, MetricDefinition, Summary } from '@gregor/base'
import { RecentQuantiles } from './recent-quantiles.ts'

export type Labels = Readonly<Record<string, string>>

/** What counts for one set of labels, and how it is written. */
interface Series {
  /** Its lines in Prometheus' text format, each with its end. */
  text(nowMs: number): string
}

/**
 * One metric with all its series. An instrument is bound to its series: to count is an addition. What of a line never changes is
 * put together once, so that a scrape of thousands of series does not keep the event loop for long.
 */
export class MetricFamily {
  readonly definition: MetricDefinition
  readonly #head: string
  readonly #series = new Map<string, Series>()

  constructor(definition: MetricDefinition) {
    const { name, type, help } = definition
    this.definition = definition
    this.#head = `# HELP ${name} ${help.replaceAll('\\', '\\\\').replaceAll('\n', '\\n')}\n# TYPE ${name} ${type}\n`
    // So that dashboards find it before anything has happened.
    if (definition.labels === undefined) this.#of({})
  }

  get size(): number {
    return this.#series.size
  }

  counter(labels: Labels = {}): Counter {
    return this.#of(labels) as Series & Counter
  }

  gauge(labels: Labels = {}): Gauge {
    return this.#of(labels) as Series & Gauge
  }

  histogram(labels: Labels = {}): Histogram {
    return this.#of(labels) as Series & Histogram
  }

  summary(labels: Labels = {}): Summary {
    return this.#of(labels) as Series & Summary
  }

  remove(labels: Labels): void {
    this.#series.delete(this.#keyOf(labels))
  }

  /** All of it in Prometheus' text format. */
  text(nowMs: number): string {
    let text = this.#head
    for (const series of this.#series.values()) text += series.text(nowMs)
    return text
  }

  #of(labels: Labels): Series {
    const key = this.#keyOf(labels)
    const known = this.#series.get(key)
    if (known !== undefined) return known
    const series = createSeries(this.definition, labels)
    this.#series.set(key, series)
    return series
  }

  /** A label that is not given is left out, as in the totals that Kafka keeps beside what it keeps by topic. */
  #keyOf(labels: Labels): string {
    return (this.definition.labels ?? []).map((name) => labels[name] ?? '').join('\u0000')
  }
}

function createSeries(definition: MetricDefinition, labels: Labels): Series {
  const { name } = definition
  switch (definition.type) {
    case 'counter':
      return new CounterSeries(lineHead(name, labels))
    case 'gauge':
      return new GaugeSeries(lineHead(name, labels))
    case 'histogram':
      return new HistogramSeries(name, labels, definition.buckets ?? [])
    case 'summary':
      return new SummarySeries(name, labels)
  }
}

/** A line up to its value. */
function lineHead(name: string, labels: Labels): string {
  const inner = Object.entries(labels).map(([label, value]) => `${label}="${escaped(value)}"`)
  return inner.length === 0 ? `${name} ` : `${name}{${inner.join(',')}} `
}

function escaped(value: string): string {
  return value.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n')
}

class CounterSeries implements Series, Counter {
  readonly #head: string
  #value = 0

  constructor(head: string) {
    this.#head = head
  }

  inc(by = 1): void {
    this.#value += by
  }

  text(): string {
    return `${this.#head}${this.#value}\n`
  }
}

class GaugeSeries implements Series, Gauge {
  readonly #head: string
  #value = 0

  constructor(head: string) {
    this.#head = head
  }

  set(value: number): void {
    this.#value = value
  }

  text(): string {
    return `${this.#head}${Number.isFinite(this.#value) ? this.#value : 'NaN'}\n`
  }
}

class HistogramSeries implements Series, Histogram {
  readonly #bounds: readonly number[]
  readonly #heads: readonly string[]
  readonly #sumHead: string
  readonly #countHead: string
  /** By bucket, not cumulated; the last one has no upper bound. */
  readonly #counts: number[]
  #sum = 0

  constructor(name: string, labels: Labels, bounds: readonly number[]) {
    this.#bounds = bounds
    this.#heads = [...bounds.map(String), '+Inf'].map((le) => lineHead(`${name}_bucket`, { ...labels, le }))
    this.#sumHead = lineHead(`${name}_sum`, labels)
    this.#countHead = lineHead(`${name}_count`, labels)
    this.#counts = this.#heads.map(() => 0)
  }

  observe(value: number): void {
    let index = 0
    while (index < this.#bounds.length && value > this.#bounds[index]!) index++
    this.#counts[index]!++
    this.#sum += value
  }

  text(): string {
    let count = 0
    let text = ''
    for (const [index, head] of this.#heads.entries()) {
      count += this.#counts[index]!
      text += `${head}${count}\n`
    }
    return `${text}${this.#sumHead}${this.#sum}\n${this.#countHead}${count}\n`
  }
}

/** The quantiles that Kafka's exporter rules give. */
const QUANTILES = ['0.50', '0.75', '0.95', '0.98', '0.99', '0.999'] as const
const PARTS = QUANTILES.map(Number)

class SummarySeries implements Series, Summary {
  readonly #heads: readonly string[]
  readonly #sumHead: string
  readonly #countHead: string
  readonly #quantiles = new RecentQuantiles()
  #sum = 0
  #count = 0

  constructor(name: string, labels: Labels) {
    this.#heads = QUANTILES.map((quantile) => lineHead(name, { ...labels, quantile }))
    this.#sumHead = lineHead(`${name}_sum`, labels)
    this.#countHead = lineHead(`${name}_count`, labels)
  }

  observe(value: number): void {
    this.#quantiles.observe(value)
    this.#sum += value
    this.#count++
  }

  text(nowMs: number): string {
    const values = this.#quantiles.read(PARTS, nowMs)
    const quantiles = this.#heads.map((head, index) => `${head}${values[index]!}\n`)
    return `${quantiles.join('')}${this.#sumHead}${this.#sum}\n${this.#countHead}${this.#count}\n`
  }
}
