import { ErrorCode } from '@gregor/protocol'
import type {
  OffsetCommitRequest,
  OffsetCommitRequestPartition,
  OffsetCommitResponse
} from '@gregor/protocol/messages/offset-commit'
import { offsetAppendError } from './append-errors.ts'
import { GroupStateName } from './classic-group.ts'
import { checkCommitOfMember } from './consumer/member-offsets.ts'
import { extendConsumerSession } from './consumer/sessions.ts'
import { groupExists } from './existence.ts'
import type { OffsetCommitInput } from './inputs.ts'
import { isPresentGeneration, validateMember } from './members.ts'
import type { GroupRecord } from './records.ts'
import { extendSession } from './session.ts'
import type { Turn } from './turn.ts'

/** From this version on a client knows GROUP_ID_NOT_FOUND as an answer (KIP-848). */
const GROUP_ID_NOT_FOUND_VERSION = 9

/** OffsetCommit (key 8). */
export function commitOffsets(turn: Turn, { request, requestId, version }: OffsetCommitInput): void {
  const refusal = validateCommit(turn, request, version)
  if (refusal !== ErrorCode.NONE) {
    turn.respond(requestId, commitFailure(request, refusal))
    return
  }
  hearOf(turn, request)
  const { records, response } = decide(turn, request)
  if (records.length === 0) turn.respond(requestId, response)
  else turn.append(records, { type: 'offset-commit', requestId, response })
}

/**
 * Members commit under their generation; anybody may commit for a group without members (a "simple" consumer, or an
 * administrator), with generation -1. Between joining and the assignment nobody may. Members of consumer groups (KIP-848)
 * commit under their member epoch.
 */
function validateCommit(turn: Turn, request: OffsetCommitRequest, version: number): ErrorCode {
  const { groupId, memberId, groupInstanceId, generationIdOrMemberEpoch: generation } = request
  const consumers = turn.state.consumers.get(groupId)
  if (consumers !== undefined)
    return checkCommitOfMember(turn, consumers, { memberId, memberEpoch: generation, version })
  const group = turn.state.live.get(groupId)
  if (generation < 0 && (group === undefined || group.state === GroupStateName.empty)) return ErrorCode.NONE
  if (group === undefined) {
    if (groupExists(turn.state, groupId)) return ErrorCode.UNKNOWN_MEMBER_ID
    return version >= GROUP_ID_NOT_FOUND_VERSION ? ErrorCode.GROUP_ID_NOT_FOUND : ErrorCode.ILLEGAL_GENERATION
  }
  if (generation < 0 && memberId === '' && groupInstanceId === null) return ErrorCode.UNKNOWN_MEMBER_ID
  const refusal = validateMember(group, request)
  if (refusal !== ErrorCode.NONE) return refusal
  if (!isPresentGeneration(group, memberId, generation)) return ErrorCode.ILLEGAL_GENERATION
  return group.state === GroupStateName.completingRebalance ? ErrorCode.REBALANCE_IN_PROGRESS : ErrorCode.NONE
}

/** A commit says that the member lives, where the classic protocol has it so. */
function hearOf(turn: Turn, { groupId, memberId }: OffsetCommitRequest): void {
  const group = turn.state.live.get(groupId)
  const member = group?.members.get(memberId)
  if (group !== undefined && member !== undefined) extendSession(turn, group, member)
  const classic = turn.state.consumers.get(groupId)?.members.get(memberId)?.classicMemberMetadata
  if (classic != null) extendConsumerSession(turn, groupId, memberId, classic.sessionTimeoutMs)
}

function decide(
  turn: Turn,
  request: OffsetCommitRequest
): { readonly records: readonly GroupRecord[]; readonly response: OffsetCommitResponse } {
  const records: GroupRecord[] = []
  const metadataMax = turn.settings['offset.metadata.max.bytes']
  const topics = request.topics.map(({ name, topicId, partitions }) => ({
    name,
    topicId,
    partitions: partitions.map((partition) => {
      const { partitionIndex } = partition
      if ((partition.committedMetadata?.length ?? 0) > metadataMax) {
        return { partitionIndex, errorCode: ErrorCode.OFFSET_METADATA_TOO_LARGE }
      }
      const key = { group: request.groupId, topic: name, partition: partitionIndex }
      records.push({ type: 'offset', key, value: offsetValue(turn, partition, { request, topicId }) })
      return { partitionIndex, errorCode: ErrorCode.NONE }
    })
  }))
  return { records, response: { throttleTimeMs: 0, topics } }
}

function offsetValue(
  { now }: Turn,
  partition: OffsetCommitRequestPartition,
  { request, topicId }: { readonly request: OffsetCommitRequest; readonly topicId: string }
): NonNullable<Extract<GroupRecord, { readonly type: 'offset' }>['value']> {
  const { retentionTimeMs } = request
  return {
    offset: partition.committedOffset,
    leaderEpoch: partition.committedLeaderEpoch,
    metadata: partition.committedMetadata ?? '',
    commitTimestampMs: now.wallMs,
    expireTimestampMs: retentionTimeMs < 0 ? -1 : now.wallMs + retentionTimeMs,
    topicId
  }
}

/** Every partition of the request answered with one code. */
export function commitFailure(request: OffsetCommitRequest, errorCode: number): OffsetCommitResponse {
  return withError({ throttleTimeMs: 0, topics: request.topics.map(toResponseTopic) }, errorCode)
}

/** The answer when the log refused: what would have been NONE is the log's error. */
export function settleCommit(response: OffsetCommitResponse, errorCode: number): OffsetCommitResponse {
  return errorCode === ErrorCode.NONE ? response : withError(response, offsetAppendError(errorCode))
}

const toResponseTopic = ({
  name,
  topicId,
  partitions
}: OffsetCommitRequest['topics'][number]): OffsetCommitResponse['topics'][number] => ({
  name,
  topicId,
  partitions: partitions.map(({ partitionIndex }) => ({ partitionIndex, errorCode: ErrorCode.NONE }))
})

function withError(response: OffsetCommitResponse, errorCode: number): OffsetCommitResponse {
  const topics = response.topics.map((topic) => ({
    ...topic,
    partitions: topic.partitions.map((partition) =>
      partition.errorCode === ErrorCode.NONE ? { ...partition, errorCode } : partition
    )
  }))
  return { ...response, topics }
}
