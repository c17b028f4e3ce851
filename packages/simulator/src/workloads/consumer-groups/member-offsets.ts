import { ErrorCode } from '@gregor/protocol'
import { OffsetCommitApi } from '@gregor/protocol/messages/offset-commit'
import { OffsetFetchApi } from '@gregor/protocol/messages/offset-fetch'
import type { ClientProcess } from '../client/client-process.ts'
import type { CoordinatorLink } from '../client/coordinator-link.ts'
import { checkCode } from '../history/codes.ts'
import type { ConsumerGroupHistory } from './consumer-group-history.ts'

export interface OffsetsPlace {
  readonly process: ClientProcess
  readonly coordinator: CoordinatorLink
  readonly history: ConsumerGroupHistory
}

/** As whom somebody commits or reads. */
export interface MemberIdentity {
  readonly memberId: string
  readonly memberEpoch: number
}

/** Codes that say for certain that nothing was committed. */
const REFUSALS: ReadonlySet<number> = new Set([
  ErrorCode.STALE_MEMBER_EPOCH,
  ErrorCode.UNKNOWN_MEMBER_ID,
  ErrorCode.UNKNOWN_TOPIC_OR_PARTITION,
  ErrorCode.COORDINATOR_LOAD_IN_PROGRESS
])

/**
 * Commits the next offset of a partition. C3: `refusedBecause` says why the coordinator must not take it. Resolves with the code,
 * undefined without an answer.
 */
export async function commitAs(
  { process, coordinator, history }: OffsetsPlace,
  options: {
    readonly identity: MemberIdentity
    readonly partition: string
    readonly refusedBecause?: string | undefined
  }
): Promise<number | undefined> {
  const { identity, partition, refusedBecause } = options
  const { memberId, memberEpoch } = identity
  const { topic, index } = split(partition)
  const commits = history.commits(partition)
  const nodeId = await coordinator.node()
  const attempt = commits.attempt(memberEpoch, nodeId)
  const message = {
    groupId: history.groupId,
    generationIdOrMemberEpoch: memberEpoch,
    memberId,
    topics: [
      {
        name: topic,
        topicId: process.client.view.topicId(topic),
        partitions: [{ partitionIndex: index, committedOffset: attempt.offset, committedMetadata: '' }]
      }
    ]
  }
  const response = await coordinator.ask({ api: OffsetCommitApi, version: 9, message })
  const errorCode = response?.topics[0]?.partitions[0]?.errorCode
  if (errorCode !== undefined) checkCode('OffsetCommitOfMember', errorCode, process.name)
  if (errorCode === ErrorCode.NONE) {
    if (refusedBecause !== undefined) {
      const who = `${memberId} in epoch ${memberEpoch}`
      throw history.violation('C3', `a commit of ${partition} by ${who} is acknowledged, though ${refusedBecause}`)
    }
    commits.acknowledged(attempt, nodeId)
  }
  if (errorCode !== undefined && REFUSALS.has(errorCode)) attempt.fate = 'refused'
  return errorCode
}

/** Reads the committed offset of a partition and compares it; without an identity as anybody may. With `isFinal` all is healed. */
export async function readAs(
  { process, coordinator, history }: OffsetsPlace,
  options: { readonly identity?: MemberIdentity; readonly partition: string; readonly isFinal?: boolean }
): Promise<number | undefined> {
  const { identity, partition, isFinal = false } = options
  const { topic, index } = split(partition)
  const commits = history.commits(partition)
  const asked = commits.ask(await coordinator.node())
  const topics = [{ name: topic, topicId: process.client.view.topicId(topic), partitionIndexes: [index] }]
  const message = { groups: [{ groupId: history.groupId, ...identity, topics }] }
  const response = await coordinator.ask({ api: OffsetFetchApi, version: 9, message })
  const group = response?.groups[0]
  const answer = group?.topics[0]?.partitions[0]
  const errorCode = group === undefined || group.errorCode !== ErrorCode.NONE ? group?.errorCode : answer?.errorCode
  if (errorCode !== undefined) checkCode('OffsetFetchOfMember', errorCode, process.name)
  if (errorCode !== ErrorCode.NONE || answer === undefined) return errorCode
  if (isFinal) commits.readFinally(answer.committedOffset)
  else if (commits.read(asked, answer.committedOffset) === 'stale') history.staleReads++
  return errorCode
}

export function split(partition: string): { readonly topic: string; readonly index: number } {
  const dash = partition.lastIndexOf('-')
  return { topic: partition.slice(0, dash), index: Number(partition.slice(dash + 1)) }
}
