import { ErrorCode } from '@gregor/protocol'
import { groupAppendError } from '../append-errors.ts'
import type { ClassicGroup } from '../classic-group.ts'
import { dissolveClassicGroup } from '../migration/dissolve.ts'
import { restoreAfterUpgrade } from '../migration/upgrade.ts'
import type { GroupRecord } from '../records.ts'
import type { Turn } from '../turn.ts'
import { softStateOf, type ConsumerTicket, type PendingAnswer } from './soft-state.ts'
import { watchMembers } from './sessions.ts'

/** Appends a change to a group; `answers` leave when it is committed. */
export function appendChange(
  turn: Turn,
  groupId: string,
  {
    records,
    answers,
    classic
  }: {
    readonly records: readonly GroupRecord[]
    readonly answers: PendingAnswer[]
    readonly classic?: ClassicGroup | undefined
  }
): void {
  const ticket: ConsumerTicket = { type: 'consumer-change', groupId, answers, classic }
  softStateOf(turn, groupId).newest = ticket
  turn.append(records, ticket)
}

/** Answers what changes nothing itself; it may tell of a change that is not committed yet, and then waits for it. */
export function answerWhenCommitted(turn: Turn, groupId: string, answer: PendingAnswer): void {
  const { newest } = softStateOf(turn, groupId)
  if (newest === undefined) answer.send(turn, ErrorCode.NONE)
  else newest.answers.push(answer)
}

/** The log has, or refused, a change. */
export function settleConsumerChange(turn: Turn, ticket: ConsumerTicket, errorCode: number): void {
  const { groupId, answers, classic } = ticket
  const soft = softStateOf(turn, groupId)
  if (soft.newest === ticket) soft.newest = undefined
  const code = groupAppendError(errorCode)
  for (const answer of answers) answer.send(turn, code)
  const group = turn.state.consumers.get(groupId)
  if (errorCode !== ErrorCode.NONE) {
    // What was taken in with the change may be gone again; members that were out are back, and need their timers.
    soft.topicChangesSeen = -1
    soft.changedTopics = undefined
    if (group !== undefined) {
      turn.notice({ type: 'change-refused', group: groupId, errorCode: code })
      dissolveClassicGroup(turn, groupId)
      watchMembers(turn, group)
    } else if (classic !== undefined) restoreAfterUpgrade(turn, classic)
  }
  if (group === undefined && soft.newest === undefined) forgetConsumerGroup(turn, groupId)
}

/** Nothing is left of the group, or a classic one is in its place. */
function forgetConsumerGroup(turn: Turn, groupId: string): void {
  const { sessions, rebalances, classicDeadlines } = softStateOf(turn, groupId)
  for (const { timer } of sessions.values()) turn.cancelTimer(timer)
  for (const timer of rebalances.values()) turn.cancelTimer(timer)
  for (const { timer } of classicDeadlines.values()) turn.cancelTimer(timer)
  turn.state.consumerSoft.delete(groupId)
  turn.state.consumers.prune(groupId)
}
