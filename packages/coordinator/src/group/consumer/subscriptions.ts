import type { TopicsView } from '../topics-view.ts'
import { compareText } from './assignors/assignor.ts'
import type { ConsumerMember } from './records.ts'

/** The members of a group by id, as they are or are about to be. */
export type Members = ReadonlyMap<string, ConsumerMember>
/** The topics that match each regular expression of a group. */
export type Regexes = ReadonlyMap<string, readonly string[]>

/** The names of the topics that a member subscribes to, whether they exist or not. */
export function* topicsOf(
  { subscribedTopicNames, subscribedTopicRegex }: ConsumerMember,
  regexes: Regexes
): Generator<string> {
  yield* subscribedTopicNames
  if (subscribedTopicRegex !== null) yield* regexes.get(subscribedTopicRegex) ?? []
}

/** The names of the topics that any member subscribes to. */
export function subscribedTopics(members: Members, regexes: Regexes): ReadonlySet<string> {
  const names = new Set<string>()
  for (const member of members.values()) for (const name of topicsOf(member, regexes)) names.add(name)
  return names
}

/** Sorted, each once: so that the same subscription is the same list. */
export const normalizedNames = (names: readonly string[]): readonly string[] => [...new Set(names)].sort(compareText)

export const sameNames = (left: readonly string[], right: readonly string[]): boolean =>
  left.length === right.length && left.every((name, index) => name === right[index])

/**
 * Tells whether the topics that a group subscribes to are still the same: their names, ids and partitions. 0 when none
 * of them exists.
 */
export function hashTopics(topics: TopicsView, names: ReadonlySet<string>): number {
  let text = ''
  for (const name of [...names].sort(compareText)) {
    const topic = topics.byName(name)
    if (topic !== undefined) text += `${name} ${topic.id} ${topic.partitionCount}\n`
  }
  return text === '' ? 0 : hash53(text)
}

const TWO_TO_32 = 2 ** 32

/** Two 32-bit multiplicative hashes with different constants, of which 53 bits are taken: what a number can hold. */
function hash53(text: string): number {
  let low = 0x811c9dc5
  let high = 0x9e3779b9
  for (let index = 0; index < text.length; index++) {
    const unit = text.charCodeAt(index)
    low = Math.imul(low ^ unit, 0x01000193)
    high = Math.imul(high ^ unit, 0x85ebca6b)
    high = (high << 13) | (high >>> 19)
  }
  return ((high >>> 11) & 0x1fffff) * TWO_TO_32 + (low >>> 0)
}
