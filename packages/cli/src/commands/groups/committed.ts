import { ZERO_TOPIC_ID } from '@gregor/base'
import { ErrorCode } from '@gregor/protocol'
import { OffsetCommitApi } from '@gregor/protocol/messages/offset-commit'
import { OffsetFetchApi } from '@gregor/protocol/messages/offset-fetch'
import { answerText, checked } from '../../client/checked.ts'
import type { Connection } from '../../client/connection.ts'
import { type TopicPartition, byTopic, partitionText } from '../../client/partitions.ts'
import { CommandError } from '../../faults.ts'

/** The newest versions that name topics; later ones have their ids. */
export const fetchByNameMax = 9
const commitByNameMax = 9
/** Generation of a commit from outside the group's members. */
const noGeneration = -1

export interface CommittedOffset extends TopicPartition {
  readonly offset: number
}

/** All offsets that a group has committed. */
export async function committedOffsets(coordinator: Connection, group: string): Promise<CommittedOffset[]> {
  const { groups } = await coordinator.request(
    OffsetFetchApi,
    { groups: [{ groupId: group, topics: null }] },
    { min: 8, max: fetchByNameMax }
  )
  const answer = groups[0]
  checked(answer?.errorCode ?? ErrorCode.UNKNOWN_SERVER_ERROR, `the offsets of group ${group}`)
  return answer!.topics
    .flatMap(({ name, partitions }) =>
      partitions.map(({ partitionIndex, committedOffset }) => ({
        topic: name,
        partition: partitionIndex,
        offset: committedOffset
      }))
    )
    .filter(({ offset }) => offset >= 0)
    .toSorted((a, b) => (a.topic === b.topic ? a.partition - b.partition : a.topic < b.topic ? -1 : 1))
}

/** Commits for a group that has no members; a CommandError says which partitions were refused, and why. */
export async function commitOffsets(
  coordinator: Connection,
  group: string,
  offsets: readonly CommittedOffset[]
): Promise<void> {
  const identity = { memberId: '', generationIdOrMemberEpoch: noGeneration }
  const refused = await sendCommit(coordinator, group, { offsets, identity })
  const first = refused[0]
  if (first === undefined) return
  const why =
    first.errorCode === ErrorCode.UNKNOWN_MEMBER_ID
      ? 'the group has members: stop its consumers first'
      : answerText(first.errorCode)
  throw new CommandError(`group ${group} did not take the offsets of ${refused.map(partitionText).join(', ')}: ${why}`)
}

/** Commits in the name of a member, or of nobody; resolves with the partitions that were refused. */
export async function sendCommit(
  coordinator: Connection,
  group: string,
  {
    offsets,
    identity
  }: {
    readonly offsets: readonly CommittedOffset[]
    readonly identity: { readonly memberId: string; readonly generationIdOrMemberEpoch: number }
  }
): Promise<(TopicPartition & { readonly errorCode: number })[]> {
  const { topics } = await coordinator.request(
    OffsetCommitApi,
    {
      groupId: group,
      ...identity,
      topics: byTopic(offsets).map(({ name, items }) => ({
        name,
        topicId: ZERO_TOPIC_ID,
        partitions: items.map(({ partition, offset }) => ({
          partitionIndex: partition,
          committedOffset: offset,
          committedMetadata: ''
        }))
      }))
    },
    { max: commitByNameMax }
  )
  return topics.flatMap(({ name, partitions }) =>
    partitions
      .filter(({ errorCode }) => errorCode !== ErrorCode.NONE)
      .map(({ partitionIndex, errorCode }) => ({ topic: name, partition: partitionIndex, errorCode }))
  )
}
