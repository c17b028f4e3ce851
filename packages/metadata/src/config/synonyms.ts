import type { TopicKeyName } from './topic-keys.ts'

/** A broker key that gives a topic key's default, and how its unit converts. */
export interface TopicSynonym {
  readonly name: string
  readonly unitMs?: number
}

const hour = 3_600_000
const minute = 60_000

/** The broker keys that give the default of a topic key, first match first (Kafka's `log.retention.ms` before `.minutes` before `.hours`). */
const chains: Partial<Record<TopicKeyName, readonly TopicSynonym[]>> = {
  'retention.ms': [
    { name: 'log.retention.ms' },
    { name: 'log.retention.minutes', unitMs: minute },
    { name: 'log.retention.hours', unitMs: hour }
  ],
  'segment.ms': [{ name: 'log.roll.ms' }, { name: 'log.roll.hours', unitMs: hour }],
  'segment.jitter.ms': [{ name: 'log.roll.jitter.ms' }, { name: 'log.roll.jitter.hours', unitMs: hour }],
  'flush.ms': [{ name: 'log.flush.interval.ms' }, { name: 'log.flush.scheduler.interval.ms' }]
}

/** Synonyms of a topic key in order of precedence; a negative value of any of them (-1, "no limit") is not converted. */
export function topicSynonyms(name: TopicKeyName, brokerDefault: string | undefined): readonly TopicSynonym[] {
  return chains[name] ?? (brokerDefault === undefined ? [] : [{ name: brokerDefault }])
}

/** The text of a broker key's value in the unit of the topic key. */
export function convertSynonym(synonym: TopicSynonym, text: string): string {
  const value = Number(text)
  return synonym.unitMs === undefined || value < 0 ? text : String(value * synonym.unitMs)
}
