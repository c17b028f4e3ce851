import { CONSUMER_PROTOCOL_TYPE, GroupStateName } from './classic-group.ts'
import { topicsOfGroup } from './consumer/member-records.ts'
import { groupRecordTombstones } from './delete-group.ts'
import { groupIds, groupStateOf } from './existence.ts'
import { groupMetadataRecord } from './group-record.ts'
import { isSubscribedTo } from './protocols.ts'
import type { CommittedOffset, GroupRecord } from './records.ts'
import { appendTombstones, offsetTombstones } from './removal.ts'
import type { Turn } from './turn.ts'

const MINUTE_MS = 60_000

/** From when on the retention of an offset counts; undefined = it does not expire now. */
type RetentionStart = (topic: string, offset: CommittedOffset) => number | undefined

/** Removes offsets past their retention, and groups that have neither members nor offsets (KIP-211). */
export function sweep(turn: Turn): void {
  turn.setTimer(turn.settings['offsets.retention.check.interval.ms'], { type: 'sweep-timer' })
  for (const groupId of groupIds(turn.state)) sweepGroup(turn, groupId)
}

function sweepGroup(turn: Turn, groupId: string): void {
  const { offsets, pendingOffsets, metadata, live, consumers } = turn.state
  offsets.prune(groupId)
  const { expired, remaining } = expiredOffsets(turn, groupId)
  const expiredCount = expired.length
  if (expiredCount > 0) {
    turn.notice({ type: 'offsets-removed', group: groupId, count: expiredCount, cause: 'expiry' })
  }
  const group = live.get(groupId)
  const isEmpty = groupStateOf(turn.state, groupId) === GroupStateName.empty
  if (remaining === 0 && isEmpty && !pendingOffsets.hasAny(groupId) && (group?.pendingMembers.size ?? 0) === 0) {
    const isStored = metadata.has(groupId) || consumers.get(groupId) !== undefined
    if (isStored) expired.push(...groupRecordTombstones(turn, groupId))
    const ticket = { type: 'group-deleted', groupId, requestId: undefined } as const
    appendTombstones(turn, expired, { groupId, ticket })
    return
  }
  appendTombstones(turn, expired, { groupId, ticket: { type: 'removal', groupId } })
  const isStored = metadata.get(groupId)?.generation === group?.generation
  if (group?.state === GroupStateName.empty && group.generation > 0 && !isStored) {
    turn.append([groupMetadataRecord(group)], { type: 'became-empty', groupId })
  }
}

function expiredOffsets(turn: Turn, group: string): { readonly expired: GroupRecord[]; readonly remaining: number } {
  const retentionMs = turn.settings['offsets.retention.minutes'] * MINUTE_MS
  const startOf = retentionStart(turn, group)
  const expired: GroupRecord[] = []
  let remaining = 0
  for (const [topic, partitions] of turn.state.offsets.topics(group)) {
    for (const [partition, offset] of partitions.entries()) {
      const start = startOf(topic, offset)
      const { expireTimestampMs } = offset
      const end = expireTimestampMs === -1 ? (start ?? 0) + retentionMs : expireTimestampMs
      const key = { group, topic, partition }
      const isOver = start !== undefined && turn.now.wallMs >= end
      // What an open transaction is about to renew stays until that is decided.
      if (isOver && !turn.state.pendingOffsets.has(key)) expired.push({ type: 'offset', key, value: null })
      else remaining++
    }
  }
  return { expired, remaining }
}

/**
 * Without members: since the group became empty, or since the commit if only offsets were ever committed. With
 * members: of topics that nobody subscribes to, since the commit. Consumer groups (KIP-848) always as with members.
 */
function retentionStart(turn: Turn, groupId: string): RetentionStart {
  const sinceCommit: RetentionStart = (_topic, { commitTimestampMs }) => commitTimestampMs
  const consumers = turn.state.consumers.get(groupId)
  if (consumers !== undefined) {
    const subscribed = topicsOfGroup(consumers)
    return (topic, offset) => (subscribed.has(topic) ? undefined : sinceCommit(topic, offset))
  }
  const live = turn.state.live.get(groupId)
  if (live === undefined || live.state === GroupStateName.empty) {
    const stored = turn.state.metadata.get(groupId)
    if (stored === undefined || stored.protocolType === '' || stored.currentStateTimestamp < 0) return sinceCommit
    return () => stored.currentStateTimestamp
  }
  const knowsTopics =
    live.state === GroupStateName.stable &&
    live.protocolType === CONSUMER_PROTOCOL_TYPE &&
    live.subscribedTopics !== undefined
  if (!knowsTopics) return () => undefined
  return (topic, offset) => (isSubscribedTo(live, topic) ? undefined : sinceCommit(topic, offset))
}

/** Offsets of topics that are gone go too. */
export function removeOffsetsOf(turn: Turn, topics: ReadonlySet<string>): void {
  const { offsets, pendingOffsets } = turn.state
  for (const groupId of new Set([...offsets.groupIds(), ...pendingOffsets.groupIds()])) {
    const tombstones = offsetTombstones(turn, groupId, (topic) => topics.has(topic))
    if (tombstones.length === 0) continue
    turn.notice({ type: 'offsets-removed', group: groupId, count: tombstones.length, cause: 'topic deletion' })
    appendTombstones(turn, tombstones, { groupId, ticket: { type: 'removal', groupId } })
  }
}
