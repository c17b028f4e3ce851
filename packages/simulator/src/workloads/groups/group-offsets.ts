import { ZERO_TOPIC_ID } from '@gregor/base'
import { ErrorCode } from '@gregor/protocol'
import { OffsetCommitApi } from '@gregor/protocol/messages/offset-commit'
import { OffsetFetchApi, type OffsetFetchResponse } from '@gregor/protocol/messages/offset-fetch'
import { Violation } from '../../types.ts'
import { checkCode } from '../history/codes.ts'
import type { GroupClient } from './group-client.ts'
import type { GroupHistory } from './group-history.ts'

interface Place {
  readonly client: GroupClient
  readonly history: GroupHistory
  /** `topic-index` */
  readonly partition: string
}

/** Commits the next offset of a partition. `done` gets the code, undefined without an answer. */
export function commitOffset(
  place: Place & {
    readonly identity: {
      readonly generation: number
      readonly memberId: string
      readonly instanceId: string | null
      readonly isMember: boolean
    }
  },
  done: (errorCode: number | undefined) => void
): void {
  const { client, history, partition, identity } = place
  const { name, index } = split(partition)
  const before = history.highestGeneration
  const attempt = history.commits(partition).attempt(identity.generation, client.coordinator!)
  const message = {
    groupId: history.groupId,
    generationIdOrMemberEpoch: identity.generation,
    memberId: identity.memberId,
    groupInstanceId: identity.instanceId,
    topics: [
      {
        name,
        topicId: ZERO_TOPIC_ID,
        partitions: [{ partitionIndex: index, committedOffset: attempt.offset, committedMetadata: '' }]
      }
    ]
  }
  client.ask({ api: OffsetCommitApi, version: 8, message }, (response) => {
    const errorCode = response?.topics[0]?.partitions[0]?.errorCode
    if (errorCode !== undefined) checkCode('OffsetCommit', errorCode, client.client.name)
    if (errorCode === ErrorCode.NONE) {
      if (!identity.isMember) {
        const { memberId, instanceId } = identity
        const who = instanceId === null ? memberId : `${memberId}, which does not have ${instanceId},`
        const invariant = instanceId === null ? 'C3' : 'C4'
        throw new Violation(invariant, `group ${history.groupId}: a commit of ${who} is acknowledged`)
      }
      history.committed(partition, attempt, before)
    }
    if (errorCode !== undefined && REFUSALS.has(errorCode)) attempt.fate = 'refused'
    done(errorCode)
  })
}

/** Codes that say for certain that nothing was committed. */
const REFUSALS: ReadonlySet<number> = new Set([
  ErrorCode.ILLEGAL_GENERATION,
  ErrorCode.UNKNOWN_MEMBER_ID,
  ErrorCode.FENCED_INSTANCE_ID,
  ErrorCode.REBALANCE_IN_PROGRESS,
  ErrorCode.UNKNOWN_TOPIC_OR_PARTITION,
  ErrorCode.COORDINATOR_LOAD_IN_PROGRESS
])

/** Reads the committed offset of a partition and compares it. With `isFinal` everything is healed. */
export function readOffset(
  { client, history, partition, isFinal = false }: Place & { readonly isFinal?: boolean },
  done: (errorCode: number | undefined) => void
): void {
  const { name, index } = split(partition)
  const commits = history.commits(partition)
  const asked = commits.ask(client.coordinator!)
  const version = isFinal ? 7 : 5 + client.client.world.random.int(5)
  const { groupId } = history
  const wanted = [{ name, topicId: ZERO_TOPIC_ID, partitionIndexes: [index] }]
  const message = version >= 8 ? { groups: [{ groupId, topics: wanted }] } : { groupId, topics: wanted }
  client.ask({ api: OffsetFetchApi, version, message }, (response) => {
    const answer = response === undefined ? undefined : answerOf(response, version)
    if (answer === undefined) return done(undefined)
    checkCode('OffsetFetch', answer.errorCode, client.client.name)
    if (answer.errorCode === ErrorCode.NONE) {
      if (isFinal) commits.readFinally(answer.committedOffset)
      else if (commits.read(asked, answer.committedOffset) === 'stale') history.staleReads++
    }
    done(answer.errorCode)
  })
}

/** Since v8 there are several groups in an answer. */
function answerOf(
  { errorCode, topics, groups }: OffsetFetchResponse,
  version: number
): { readonly errorCode: number; readonly committedOffset: number } | undefined {
  const group = version >= 8 ? groups[0] : { errorCode, topics }
  if (group === undefined) return undefined
  if (group.errorCode !== ErrorCode.NONE) return { errorCode: group.errorCode, committedOffset: -1 }
  return group.topics[0]?.partitions[0]
}

function split(partition: string): { readonly name: string; readonly index: number } {
  const dash = partition.lastIndexOf('-')
  return { name: partition.slice(0, dash), index: Number(partition.slice(dash + 1)) }
}
