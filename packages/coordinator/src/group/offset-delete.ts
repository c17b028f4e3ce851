import { ErrorCode } from '@gregor/protocol'
import type { OffsetDeleteResponse } from '@gregor/protocol/messages/offset-delete'
import { groupAppendError } from './append-errors.ts'
import { CONSUMER_PROTOCOL_TYPE, GroupStateName } from './classic-group.ts'
import { topicsOfGroup } from './consumer/member-records.ts'
import { classicStateOf, groupTypeOf } from './existence.ts'
import type { OffsetDeleteInput } from './inputs.ts'
import { isSubscribedTo } from './protocols.ts'
import type { GroupRecord } from './records.ts'
import type { GroupTicket } from './tickets.ts'
import type { Turn } from './turn.ts'

/** OffsetDelete (key 47): offsets of topics that the group's members do not subscribe to (KIP-496). */
export function deleteOffsets(turn: Turn, { request, requestId }: OffsetDeleteInput): void {
  const { groupId } = request
  const refusal = validate(turn, groupId)
  if (refusal !== ErrorCode.NONE) {
    turn.respond(requestId, offsetDeleteFailure(refusal))
    return
  }
  const isSubscribed = subscriptionsOf(turn, groupId)
  const records: GroupRecord[] = []
  const topics = request.topics.map(({ name, partitions }) => {
    const subscribed = isSubscribed(name)
    const errorCode = subscribed ? ErrorCode.GROUP_SUBSCRIBED_TO_TOPIC : ErrorCode.NONE
    const answered = partitions.map(({ partitionIndex }) => {
      const key = { group: groupId, topic: name, partition: partitionIndex }
      const isThere = turn.state.offsets.get(key) !== undefined || turn.state.pendingOffsets.has(key)
      if (!subscribed && isThere) records.push({ type: 'offset', key, value: null })
      return { partitionIndex, errorCode }
    })
    return { name, partitions: answered }
  })
  const response = { errorCode: ErrorCode.NONE, throttleTimeMs: 0, topics }
  if (records.length === 0) turn.respond(requestId, response)
  else turn.append(records, { type: 'offset-delete', requestId, response, groupId })
}

function subscriptionsOf({ state }: Turn, groupId: string): (topic: string) => boolean {
  const consumers = state.consumers.get(groupId)
  if (consumers !== undefined) {
    const topics = topicsOfGroup(consumers)
    return (topic) => topics.has(topic)
  }
  const group = state.live.get(groupId)
  return (topic) => group !== undefined && group.members.size > 0 && isSubscribedTo(group, topic)
}

/** Only of a consumer group with members is it known what they subscribe to. */
function validate(turn: Turn, groupId: string): ErrorCode {
  if (groupTypeOf(turn.state, groupId) === 'consumer') return ErrorCode.NONE
  switch (classicStateOf(turn.state, groupId)) {
    case GroupStateName.dead:
      return ErrorCode.GROUP_ID_NOT_FOUND
    case GroupStateName.empty:
      return ErrorCode.NONE
    case GroupStateName.preparingRebalance:
    case GroupStateName.completingRebalance:
    case GroupStateName.stable: {
      const consumers = turn.state.live.get(groupId)?.protocolType === CONSUMER_PROTOCOL_TYPE
      return consumers ? ErrorCode.NONE : ErrorCode.NON_EMPTY_GROUP
    }
  }
}

export function settleOffsetDelete(
  turn: Turn,
  { requestId, response, groupId }: Extract<GroupTicket, { readonly type: 'offset-delete' }>,
  errorCode: number
): void {
  if (errorCode === ErrorCode.NONE) {
    turn.state.offsets.prune(groupId)
    turn.respond(requestId, response)
  } else turn.respond(requestId, offsetDeleteFailure(groupAppendError(errorCode)))
}

export function offsetDeleteFailure(errorCode: number): OffsetDeleteResponse {
  return { errorCode, throttleTimeMs: 0, topics: [] }
}
