import type { Session } from '../../session.ts'
import { count, list, table } from '../../format/table.ts'
import { duration } from '../../format/units.ts'
import type { Report } from '../../report.ts'
import { committedOffsets } from './committed.ts'
import { type PartitionLag, lagOf } from './lag.ts'
import { type GroupMember, type GroupState, groupState } from './state.ts'

/** A partition with offsets, or that a member has. */
interface DescribedPartition extends Omit<PartitionLag, 'committedOffset'> {
  readonly committedOffset: number | null
  /** The member that has it. */
  readonly member: string | null
}

type DescribedGroup = GroupState & {
  readonly partitions: readonly DescribedPartition[]
  readonly totalLag: number
}

/** `gregor groups describe GROUP...`. */
export async function describeGroups(session: Session, ids: readonly string[]): Promise<Report> {
  const groups: DescribedGroup[] = []
  for (const id of new Set(ids)) groups.push(await describeGroup(session, id))
  return { json: { groups }, text: groups.map(groupText).join('\n\n') }
}

async function describeGroup({ cluster, clock, pause }: Session, id: string): Promise<DescribedGroup> {
  const coordinator = await cluster.coordinator(id, pause)
  const state = await groupState(coordinator, id)
  const lags = await lagOf(cluster, clock, await committedOffsets(coordinator, id))
  const partitions = [
    ...lags.map((lag) => withMember(lag, state.members)),
    ...withoutOffsets(state.members, lags)
  ].toSorted((a, b) => (a.topic === b.topic ? a.partition - b.partition : a.topic < b.topic ? -1 : 1))
  return { ...state, partitions, totalLag: lags.reduce((sum, { lag }) => sum + (lag ?? 0), 0) }
}

const has = (member: GroupMember, topic: string, partition: number): boolean =>
  member.assignment.some((assigned) => assigned.topic === topic && assigned.partitions.includes(partition))

function withMember(lag: PartitionLag, members: readonly GroupMember[]): DescribedPartition {
  return { ...lag, member: members.find((member) => has(member, lag.topic, lag.partition))?.id ?? null }
}

/** Partitions that a member has but of which nothing was committed yet. */
function withoutOffsets(members: readonly GroupMember[], lags: readonly PartitionLag[]): DescribedPartition[] {
  return members.flatMap(({ id, assignment }) =>
    assignment.flatMap(({ topic, partitions }) =>
      partitions
        .filter((partition) => !lags.some((lag) => lag.topic === topic && lag.partition === partition))
        .map((partition) => ({
          topic,
          partition,
          committedOffset: null,
          endOffset: null,
          stableOffset: null,
          lag: null,
          lagSeconds: null,
          member: id
        }))
    )
  )
}

function groupText(group: DescribedGroup): string {
  const { id, state, type, protocol, members, partitions, totalLag } = group
  const parts = [
    `${id}: ${state}, ${type}${protocol === '' ? '' : `, ${protocol}`}, ${count(members.length, 'member')}, lag ${totalLag}`
  ]
  if (members.length > 0) parts.push(membersTable(members))
  if (partitions.length > 0) parts.push(partitionsTable(partitions))
  return parts.join('\n\n')
}

function membersTable(members: readonly GroupMember[]): string {
  return table(
    ['member', 'client', 'host', 'has'],
    members.map(({ id, clientId, host, assignment }) => [
      id,
      clientId,
      host,
      assignment.map(({ topic, partitions }) => `${topic}:${list(partitions)}`).join(' ')
    ])
  )
}

/** Where a transaction is open, the end that counts is the stable one. */
function partitionsTable(partitions: readonly DescribedPartition[]): string {
  return table(
    ['topic', 'partition', 'committed', 'end', 'lag', 'behind by', 'member'],
    partitions.map(({ topic, partition, committedOffset, endOffset, stableOffset, lag, lagSeconds, member }) => [
      topic,
      partition,
      committedOffset,
      stableOffset === endOffset ? endOffset : `${endOffset ?? '-'} (stable ${stableOffset ?? '-'})`,
      lag,
      lagSeconds === null ? null : duration(lagSeconds * 1000),
      member
    ])
  )
}
