import { ErrorCode } from '@gregor/protocol'
import type { ConsumerGroupHeartbeatRequest } from '@gregor/protocol/messages/consumer-group-heartbeat'
import { refusal, type Refusal } from './responses.ts'

/** Member epochs that are not epochs. */
export const MemberEpoch = {
  joining: 0,
  leaving: -1,
  /** A static member that means to come back. */
  leavingForAWhile: -2
} as const

/** From this version on members make their ids themselves (KIP-1082). */
const MEMBER_ID_BY_CLIENT_VERSION = 1

/** What is wrong with a request on its own, whatever the group. */
export function checkHeartbeat(
  request: ConsumerGroupHeartbeatRequest,
  { version, assignors }: { readonly version: number; readonly assignors: readonly string[] }
): Refusal | undefined {
  const { groupId, memberId, memberEpoch, instanceId, rackId, serverAssignor } = request
  if (groupId === '') return invalid('the group id is empty')
  if (instanceId === '') return invalid('the instance id is empty: leave it out, or give it a value')
  if (rackId === '') return invalid('the rack id is empty: leave it out, or give it a value')
  if (memberId === '' && (memberEpoch !== MemberEpoch.joining || version >= MEMBER_ID_BY_CLIENT_VERSION)) {
    return invalid('the member id is empty')
  }
  if (memberEpoch < MemberEpoch.leavingForAWhile) return invalid(`${memberEpoch} is no member epoch`)
  if (memberEpoch === MemberEpoch.leavingForAWhile && instanceId === null) {
    return invalid('only a member with an instance id can leave for a while (member epoch -2)')
  }
  if (memberEpoch === MemberEpoch.joining) {
    const problem = checkJoining(request)
    if (problem !== undefined) return problem
  }
  if (serverAssignor !== null && !assignors.includes(serverAssignor)) {
    const message = `The assignor ${serverAssignor} is not supported here; choose one of ${assignors.join(', ')}`
    return refusal(ErrorCode.UNSUPPORTED_ASSIGNOR, message)
  }
  return undefined
}

/** A member that joins says all about itself, and has no partitions. */
function checkJoining(request: ConsumerGroupHeartbeatRequest): Refusal | undefined {
  const { rebalanceTimeoutMs, topicPartitions, subscribedTopicNames, subscribedTopicRegex } = request
  if (rebalanceTimeoutMs === -1) return invalid('a member that joins must give its rebalance timeout')
  if (topicPartitions === null || topicPartitions.length > 0) {
    return invalid('a member that joins must give an empty list of partitions')
  }
  if (subscribedTopicNames === null && subscribedTopicRegex === null) {
    return invalid('a member that joins must give the names or the regular expression of its topics')
  }
  return undefined
}

const invalid = (message: string): Refusal => refusal(ErrorCode.INVALID_REQUEST, `Invalid heartbeat: ${message}`)
