import { ErrorCode } from '@gregor/protocol'
import type { TxnOffsetCommitRequest, TxnOffsetCommitResponse } from '@gregor/protocol/messages/txn-offset-commit'
import { offsetAppendError } from '../append-errors.ts'
import { GroupStateName } from '../classic-group.ts'
import { groupExists } from '../existence.ts'
import type { TxnOffsetCommitInput } from '../inputs.ts'
import { isPresentGeneration, validateMember } from '../members.ts'
import type { GroupRecord } from '../records.ts'
import type { GroupTicket } from '../tickets.ts'
import type { Turn } from '../turn.ts'

/** TxnOffsetCommit (key 28): the offsets wait for the end of the producer's transaction. */
export function commitTransactionalOffsets(turn: Turn, { request, requestId, guard }: TxnOffsetCommitInput): void {
  const refusal = validate(turn, request)
  if (refusal !== ErrorCode.NONE) return turn.respond(requestId, txnCommitFailure(request, refusal))
  const { records, response } = decide(turn, request)
  if (records.length === 0) return turn.respond(requestId, response)
  const { producerId, producerEpoch } = request
  const transaction = { producerId, producerEpoch, guard }
  return turn.appendTransactional(records, transaction, { type: 'txn-offset-commit', requestId, response })
}

/**
 * A producer may say on behalf of which member it commits (KIP-447): then that must be the present one, in its generation.
 * It need not: then the transactional id alone keeps others out.
 */
function validate(turn: Turn, request: TxnOffsetCommitRequest): ErrorCode {
  const { groupId, memberId, groupInstanceId, generationIdOrMemberEpoch: generation } = request
  const anonymous = generation < 0 && memberId === '' && groupInstanceId === null
  const consumers = turn.state.consumers.get(groupId)
  if (consumers !== undefined) {
    if (anonymous) return ErrorCode.NONE
    if (!consumers.members.has(memberId)) return ErrorCode.UNKNOWN_MEMBER_ID
    const isPresent = generation === consumers.currentOf(memberId).memberEpoch
    return isPresent ? ErrorCode.NONE : ErrorCode.ILLEGAL_GENERATION
  }
  const group = turn.state.live.get(groupId)
  const isEmpty = group === undefined || group.state === GroupStateName.empty
  if (anonymous || (generation < 0 && isEmpty)) return ErrorCode.NONE
  if (group === undefined) {
    return groupExists(turn.state, groupId) ? ErrorCode.UNKNOWN_MEMBER_ID : ErrorCode.ILLEGAL_GENERATION
  }
  const refusal = validateMember(group, { memberId, groupInstanceId })
  if (refusal !== ErrorCode.NONE) return refusal
  return isPresentGeneration(group, memberId, generation) ? ErrorCode.NONE : ErrorCode.ILLEGAL_GENERATION
}

function decide(
  turn: Turn,
  request: TxnOffsetCommitRequest
): { readonly records: readonly GroupRecord[]; readonly response: TxnOffsetCommitResponse } {
  const records: GroupRecord[] = []
  const metadataMax = turn.settings['offset.metadata.max.bytes']
  const topics = request.topics.map(({ name, topicId, partitions }) => ({
    name,
    topicId,
    partitions: partitions.map(({ partitionIndex, committedOffset, committedLeaderEpoch, committedMetadata }) => {
      const metadata = committedMetadata ?? ''
      if (metadata.length > metadataMax) {
        return { partitionIndex, errorCode: ErrorCode.OFFSET_METADATA_TOO_LARGE }
      }
      records.push({
        type: 'offset',
        key: { group: request.groupId, topic: name, partition: partitionIndex },
        value: {
          offset: committedOffset,
          leaderEpoch: committedLeaderEpoch,
          metadata,
          commitTimestampMs: turn.now.wallMs,
          expireTimestampMs: -1,
          topicId
        }
      })
      return { partitionIndex, errorCode: ErrorCode.NONE }
    })
  }))
  return { records, response: { throttleTimeMs: 0, topics } }
}

/** Every partition of the request answered with one code. */
export function txnCommitFailure({ topics }: TxnOffsetCommitRequest, errorCode: number): TxnOffsetCommitResponse {
  return {
    throttleTimeMs: 0,
    topics: topics.map(({ name, topicId, partitions }) => ({
      name,
      topicId,
      partitions: partitions.map(({ partitionIndex }) => ({ partitionIndex, errorCode }))
    }))
  }
}

export function settleTxnCommit(
  turn: Turn,
  { requestId, response }: Extract<GroupTicket, { readonly type: 'txn-offset-commit' }>,
  errorCode: number
): void {
  if (errorCode === ErrorCode.NONE) return turn.respond(requestId, response)
  const code = offsetAppendError(errorCode)
  const topics = response.topics.map((topic) => ({
    ...topic,
    partitions: topic.partitions.map((partition) =>
      partition.errorCode === ErrorCode.NONE ? { ...partition, errorCode: code } : partition
    )
  }))
  return turn.respond(requestId, { ...response, topics })
}
