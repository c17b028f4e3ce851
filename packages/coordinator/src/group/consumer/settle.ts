import { ErrorCode, errorInfo } from '@gregor/protocol'
import { groupAppendError } from '../append-errors.ts'
import type { GroupRecord } from '../records.ts'
import type { Turn } from '../turn.ts'
import { heartbeatFailure } from './responses.ts'
import { softStateOf, type ConsumerTicket, type PendingAnswer } from './soft-state.ts'
import { watchMembers } from './sessions.ts'

/** Appends a change to a group; `answers` leave when it is committed. */
export function appendChange(
  turn: Turn,
  groupId: string,
  records: readonly GroupRecord[],
  answers: PendingAnswer[]
): void {
  const ticket: ConsumerTicket = { type: 'consumer-change', groupId, answers }
  softStateOf(turn, groupId).newest = ticket
  turn.append(records, ticket)
}

/** Answers what changes nothing itself; it may tell of a change that is not committed yet, and then waits for it. */
export function answerWhenCommitted(turn: Turn, groupId: string, answer: PendingAnswer): void {
  const { newest } = softStateOf(turn, groupId)
  if (newest === undefined) turn.respond(answer.requestId, answer.response)
  else newest.answers.push(answer)
}

/** The log has, or refused, a change. */
export function settleConsumerChange(turn: Turn, ticket: ConsumerTicket, errorCode: number): void {
  const { groupId, answers } = ticket
  const soft = softStateOf(turn, groupId)
  if (soft.newest === ticket) soft.newest = undefined
  const code = groupAppendError(errorCode)
  for (const { requestId, response } of answers) {
    const failure = { errorCode: code, errorMessage: errorInfo(code).message }
    turn.respond(requestId, errorCode === ErrorCode.NONE ? response : heartbeatFailure(failure))
  }
  const group = turn.state.consumers.get(groupId)
  if (errorCode !== ErrorCode.NONE) {
    // What was taken in with the change may be gone again; members that were out are back, and need their timers.
    soft.topicChangesSeen = -1
    soft.changedTopics = undefined
    if (group !== undefined) watchMembers(turn, group)
  }
  if (group === undefined && soft.newest === undefined) {
    turn.state.consumerSoft.delete(groupId)
    turn.state.consumers.prune(groupId)
  }
}
