import { ErrorCode } from '@gregor/protocol'
import type { Turn } from '../turn.ts'
import type { ConsumerGroup } from './consumer-group.ts'
import type { ConsumerMember, ConsumerRecord } from './records.ts'
import { refusal, type Refusal } from './responses.ts'
import { softStateOf } from './soft-state.ts'
import { normalizedNames, sameNames, type Regexes } from './subscriptions.ts'
import { compileTopicPattern, type TopicPattern } from './topic-pattern.ts'

export interface UpdatedRegexes {
  readonly topics: Regexes
  readonly records: readonly ConsumerRecord[]
}

/**
 * The topics of the group's regular expressions with that of `member`: a new expression is matched against all topics, a
 * known one against those that came or went. Expressions that no member has any more go.
 */
export function updateRegexes(
  turn: Turn,
  group: ConsumerGroup,
  change: { readonly memberId: string; readonly member: ConsumerMember; readonly replaces: string | undefined }
): UpdatedRegexes | { readonly refusal: Refusal } {
  const { member } = change
  const wanted = regexesAfter(group, change)
  const soft = softStateOf(turn, group.groupId)
  const topics = new Map<string, readonly string[]>()
  const records: ConsumerRecord[] = []
  for (const regex of wanted) {
    const before = group.regexes.get(regex)?.topics
    const names = before !== undefined && soft.changedTopics?.size === 0 ? before : resolve(turn, regex, before)
    if (typeof names === 'string') {
      if (regex !== member.subscribedTopicRegex) continue
      const message = `The regular expression ${regex} is not valid: ${names}`
      return { refusal: refusal(ErrorCode.INVALID_REGULAR_EXPRESSION, message) }
    }
    topics.set(regex, names)
    if (before !== undefined && sameNames(before, names)) continue
    const value = { topics: names, version: turn.state.topicChanges, timestamp: turn.now.wallMs }
    records.push({ type: 'consumer-regex', group: group.groupId, regex, value })
  }
  for (const regex of group.regexes.keys()) {
    if (!wanted.has(regex)) records.push({ type: 'consumer-regex', group: group.groupId, regex, value: null })
  }
  soft.changedTopics = new Set()
  return { topics, records }

  /** A text says why the expression is not valid. */
  function resolve(turn: Turn, regex: string, before: readonly string[] | undefined): readonly string[] | string {
    const matches = compileTopicPattern(regex)
    if (typeof matches === 'string') return matches
    const { changedTopics } = soft
    if (before === undefined || changedTopics === undefined) return matching(turn, matches)
    const stillThere = [...changedTopics].filter((name) => turn.surroundings.topics.byName(name) !== undefined)
    const unchanged = before.filter((name) => !changedTopics.has(name))
    return normalizedNames([...unchanged, ...stillThere.filter(matches)])
  }
}

function matching({ surroundings: { topics } }: Turn, matches: TopicPattern): readonly string[] {
  const names: string[] = []
  for (const name of topics.names()) if (matches(name)) names.push(name)
  return normalizedNames(names)
}

function regexesAfter(
  group: ConsumerGroup,
  { memberId, member, replaces }: Parameters<typeof updateRegexes>[2]
): ReadonlySet<string> {
  const regexes = new Set<string>()
  for (const [id, { subscribedTopicRegex }] of group.members.entries()) {
    if (id !== memberId && id !== replaces && subscribedTopicRegex !== null) regexes.add(subscribedTopicRegex)
  }
  if (member.subscribedTopicRegex !== null) regexes.add(member.subscribedTopicRegex)
  return regexes
}

/** Topics came or went: groups with regular expressions look at them with their next heartbeat. */
export function noteChangedTopics({ state }: Turn, names: ReadonlySet<string>): void {
  state.topicChanges++
  for (const { changedTopics } of state.consumerSoft.values()) {
    if (changedTopics !== undefined) for (const name of names) changedTopics.add(name)
  }
}
