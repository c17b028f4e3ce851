import { ZERO_TOPIC_ID } from '@gregor/base'
import { ErrorCode } from '@gregor/protocol'
import { OffsetFetchApi } from '@gregor/protocol/messages/offset-fetch'
import type { FetchWish } from '../../client/fetch.ts'
import { partitionText } from '../../client/partitions.ts'
import type { Session } from '../../session.ts'
import { fetchByNameMax, sendCommit } from '../groups/committed.ts'
import { type Assignment, GroupMember } from './group-member.ts'
import { PartitionReader } from './reader.ts'
import type { Fetched, RecordSource } from './source.ts'
import { startOffsets } from './start.ts'

/** How often offsets are committed at most while records come. */
const commitIntervalMs = 1000
/** How often a member without partitions looks whether it has got some. */
const idleMs = 100

export interface GroupSourceOptions {
  readonly group: string
  readonly topic: { readonly name: string; readonly id: string }
  /** Where to begin in the partitions that there are, where the group has no offset. */
  readonly start: readonly FetchWish[]
  readonly readCommitted: boolean
}

/** What a group gives one of its members to read: from where the group was, committing what was printed. */
export class GroupSource implements RecordSource {
  readonly #session: Session
  readonly #options: GroupSourceOptions
  readonly #member: GroupMember
  readonly #reader: PartitionReader
  readonly #startOf: ReadonlyMap<string, FetchWish>
  /** What the reader reads is this. */
  #current: Assignment | undefined
  /** Where the group is, or will be when `#moved` is committed. */
  readonly #noted = new Map<string, number>()
  /** Positions that are not committed. */
  readonly #moved = new Map<string, FetchWish>()
  #committedAt = -Infinity

  constructor(session: Session, options: GroupSourceOptions) {
    this.#session = session
    this.#options = options
    this.#member = new GroupMember(session, options)
    this.#reader = new PartitionReader(session, [], options)
    this.#startOf = new Map(options.start.map((wish) => [partitionText(wish), wish]))
  }

  /** Joins the group; whoever calls it calls `close`. */
  open(): Promise<void> {
    return this.#member.join()
  }

  /** Without partitions it waits for some. */
  pending(unfinished: (position: FetchWish) => boolean): boolean {
    const { positions } = this.#reader
    return this.#member.assignment !== this.#current || positions.length === 0 || positions.some(unfinished)
  }

  async next(unfinished: (position: FetchWish) => boolean): Promise<readonly Fetched[]> {
    this.#member.check()
    if (this.#member.assignment !== this.#current) await this.#follow(this.#member.assignment)
    if (this.#session.clock.monotonicMs() - this.#committedAt >= commitIntervalMs) await this.#commit()
    if (this.#reader.positions.some(unfinished)) return this.#reader.next(unfinished)
    await this.#session.pause(idleMs)
    return []
  }

  printed(position: FetchWish): void {
    const name = partitionText(position)
    if (this.#noted.get(name) === position.offset) return
    this.#noted.set(name, position.offset)
    this.#moved.set(name, position)
  }

  /** Commits and leaves. */
  async close(): Promise<void> {
    const { group } = this.#options
    try {
      await this.#commit()
      if (this.#moved.size > 0)
        this.#session.remark(`group ${group} had put this member out: records since its last commit come again`)
    } finally {
      await this.#member.leave()
    }
  }

  /** Lets go of what was taken away, and begins with what was given. */
  async #follow(assignment: Assignment): Promise<void> {
    const { name: topic } = this.#options.topic
    const before = this.#current
    if (before !== undefined && before.incarnation !== assignment.incarnation) {
      this.#moved.clear()
      this.#noted.clear()
      this.#reader.remove(this.#reader.positions)
    }
    const wanted = new Set(assignment.partitions)
    const taken = this.#reader.positions.filter(({ partition }) => !wanted.has(partition))
    if (taken.length > 0) {
      await this.#commit()
      this.#reader.remove(taken)
      for (const place of taken) this.#noted.delete(partitionText(place))
    }
    const has = new Set(this.#reader.positions.map(({ partition }) => partition))
    const given = assignment.partitions.filter((partition) => !has.has(partition))
    const committed = await this.#committed(given, assignment)
    if (committed === undefined) return
    const goesOn = Array.from(committed, ([partition, offset]) => ({ topic, partition, offset }))
    for (const position of goesOn) this.#noted.set(partitionText(position), position.offset)
    const begins = await this.#begin(given.filter((partition) => !committed.has(partition)))
    // Committed although nothing is read yet: who comes next begins there, not where the end is then.
    for (const position of begins) this.printed(position)
    this.#reader.add([...goesOn, ...begins])
    this.#member.own(assignment)
    this.#current = assignment
    this.#tell(before, assignment)
  }

  /** Where to begin without an offset of the group; what the topic got since the start is read whole. */
  async #begin(partitions: readonly number[]): Promise<readonly FetchWish[]> {
    const { name: topic } = this.#options.topic
    const places = partitions.map((partition) => ({ topic, partition }))
    const known = places.flatMap((place) => this.#startOf.get(partitionText(place)) ?? [])
    const grown = places.filter((place) => !this.#startOf.has(partitionText(place)))
    return grown.length === 0 ? known : [...known, ...(await startOffsets(this.#session, grown, 'beginning'))]
  }

  /** The group's offsets of partitions, those that there are. Undefined when the member is none any more. */
  async #committed(
    partitionIndexes: readonly number[],
    { incarnation }: Assignment
  ): Promise<ReadonlyMap<number, number> | undefined> {
    if (partitionIndexes.length === 0) return new Map()
    const { group, topic } = this.#options
    const what = `the offsets of group ${group} are not told`
    return this.#member.ask({ what, incarnation }, async (connection, identity) => {
      const topics = [{ name: topic.name, topicId: ZERO_TOPIC_ID, partitionIndexes }]
      const { groups } = await connection.request(
        OffsetFetchApi,
        { groups: [{ groupId: group, ...identity, topics }], requireStable: true },
        { min: fetchByNameMax, max: fetchByNameMax }
      )
      const partitions = groups[0]?.topics.flatMap((answer) => answer.partitions) ?? []
      const codes = [groups[0]?.errorCode ?? ErrorCode.UNKNOWN_SERVER_ERROR, ...partitions.map((of) => of.errorCode)]
      const known = partitions.filter(({ committedOffset }) => committedOffset >= 0)
      return {
        errorCode: codes.find((code) => code !== ErrorCode.NONE) ?? ErrorCode.NONE,
        answer: new Map(known.map(({ partitionIndex, committedOffset }) => [partitionIndex, committedOffset]))
      }
    })
  }

  async #commit(): Promise<void> {
    if (this.#moved.size === 0 || this.#current === undefined) return
    const { group } = this.#options
    const positions = [...this.#moved.values()]
    const { incarnation } = this.#current
    const done = await this.#member.ask(
      { what: `group ${group} does not take offsets`, incarnation },
      async (connection, { memberId, memberEpoch }) => {
        const identity = { memberId, generationIdOrMemberEpoch: memberEpoch }
        const refused = await sendCommit(connection, group, { offsets: positions, identity })
        return { errorCode: refused[0]?.errorCode ?? ErrorCode.NONE, answer: true }
      }
    )
    if (done !== true) return
    this.#committedAt = this.#session.clock.monotonicMs()
    this.#moved.clear()
  }

  /** What changed later than the start is worth a word: why records stop, or others come. */
  #tell(before: Assignment | undefined, { partitions }: Assignment): void {
    const { group, topic } = this.#options
    const { remark } = this.#session
    if (partitions.length === 0)
      remark(`group ${group}: no partition of ${topic.name} is free for this member; waiting`)
    else if (before !== undefined)
      remark(
        `group ${group}: now reading ${partitions.map((partition) => partitionText({ topic: topic.name, partition })).join(', ')}`
      )
  }
}
