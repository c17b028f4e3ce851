import { ErrorCode, errorInfo } from '@gregor/protocol'
import type { DeletableGroupResult } from '@gregor/protocol/messages/delete-groups'
import { groupAppendError } from './append-errors.ts'
import { GroupStateName } from './classic-group.ts'
import { groupTombstones } from './consumer/member-records.ts'
import { groupStateOf } from './existence.ts'
import type { DeleteGroupInput } from './inputs.ts'
import type { GroupRecord } from './records.ts'
import { appendTombstones, offsetTombstones } from './removal.ts'
import type { GroupTicket } from './tickets.ts'
import type { Turn } from './turn.ts'

/** DeleteGroups (key 42) of one group: only a group without members goes, with all its offsets. */
export function deleteGroup(turn: Turn, { groupId, requestId }: DeleteGroupInput): void {
  const state = groupStateOf(turn.state, groupId)
  if (state === GroupStateName.dead) {
    turn.respond(requestId, deleteResult(groupId, ErrorCode.GROUP_ID_NOT_FOUND))
    return
  }
  if (state !== GroupStateName.empty) {
    turn.respond(requestId, deleteResult(groupId, ErrorCode.NON_EMPTY_GROUP))
    return
  }
  const records: readonly GroupRecord[] = [...offsetTombstones(turn, groupId), ...groupRecordTombstones(turn, groupId)]
  appendTombstones(turn, records, { groupId, ticket: { type: 'group-deleted', groupId, requestId } })
}

/** Of all records of a group but its offsets. */
export function groupRecordTombstones({ state }: Turn, groupId: string): readonly GroupRecord[] {
  const consumers = state.consumers.get(groupId)
  return consumers === undefined ? [{ type: 'group', group: groupId, value: null }] : groupTombstones(consumers)
}

/** The group is gone unless members came meanwhile: then it goes on without its past. */
export function settleDeletion(
  turn: Turn,
  { groupId, requestId }: Extract<GroupTicket, { readonly type: 'group-deleted' }>,
  errorCode: number
): void {
  if (errorCode === ErrorCode.NONE) {
    const live = turn.state.live.get(groupId)
    if (live?.state === GroupStateName.empty) {
      for (const timer of live.pendingMembers.values()) turn.cancelTimer(timer)
      turn.state.live.delete(groupId)
    }
    turn.state.offsets.prune(groupId)
    if (turn.state.consumers.get(groupId) === undefined) turn.state.consumerSoft.delete(groupId)
    turn.state.consumers.prune(groupId)
    turn.notice({ type: 'group-deleted', group: groupId, cause: requestId === undefined ? 'expiry' : 'request' })
  }
  if (requestId !== undefined) turn.respond(requestId, deleteResult(groupId, groupAppendError(errorCode)))
}

export function deleteResult(groupId: string, errorCode: number): DeletableGroupResult {
  const errorMessage = errorCode === ErrorCode.NONE ? null : errorInfo(errorCode).message
  return { groupId, errorCode, errorMessage }
}
