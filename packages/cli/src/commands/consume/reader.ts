import { ErrorCode, errorInfo } from '@gregor/protocol'
import { answerText } from '../../client/checked.ts'
import { type FetchedPartition, type FetchWish, fetchRecords } from '../../client/fetch.ts'
import { byLeader, leadersOf } from '../../client/leaders.ts'
import { type TopicPartition, partitionText } from '../../client/partitions.ts'
import { CommandError } from '../../faults.ts'
import type { Session } from '../../session.ts'
import type { Fetched } from './source.ts'

/** How long a leader waits for the first record when there is none. */
const waitMs = 200
const bytesMax = 4 << 20
/** How long partitions may be without a leader that answers. */
const retryMs = 30_000

/** Reads partitions from where it is told, wherever their leaders are. */
export class PartitionReader {
  readonly #session: Session
  readonly #readCommitted: boolean
  readonly #positions: Map<string, FetchWish>
  #leaders: ReadonlyMap<string, number> | undefined
  #failingSince: number | undefined

  constructor(session: Session, start: readonly FetchWish[], { readCommitted }: { readonly readCommitted: boolean }) {
    this.#session = session
    this.#readCommitted = readCommitted
    this.#positions = new Map(start.map((wish) => [partitionText(wish), wish]))
  }

  /** Where each partition is read on. */
  get positions(): readonly FetchWish[] {
    return [...this.#positions.values()]
  }

  /** Reads these partitions too. */
  add(wishes: readonly FetchWish[]): void {
    if (wishes.length > 0) this.#leaders = undefined
    for (const wish of wishes) this.#positions.set(partitionText(wish), wish)
  }

  /** Reads these no longer. */
  remove(places: readonly TopicPartition[]): void {
    for (const place of places) this.#positions.delete(partitionText(place))
  }

  /** One round: what each leader has for the partitions that are wanted, perhaps nothing. */
  async next(wanted: (position: FetchWish) => boolean): Promise<Fetched[]> {
    const wishes = this.positions.filter(wanted)
    this.#leaders ??= await leadersOf(this.#session.cluster, wishes)
    const groups = byLeader(wishes, this.#leaders)
    const failures = wishes.length > [...groups.values()].flat().length ? ['a partition has no leader'] : []
    const answers = await Promise.all(Array.from(groups, ([leader, own]) => this.#ask(leader, own)))
    failures.push(...answers.filter((answer) => typeof answer === 'string'))
    const fetched = answers.flatMap((answer) => (typeof answer === 'string' ? [] : answer))
    for (const { errorCode } of fetched) if (errorCode !== ErrorCode.NONE) failures.push(answerText(errorCode))
    const taken = fetched.map((answer) => this.#take(answer))
    await this.#judge(failures)
    return taken
  }

  async #ask(leader: number, wishes: readonly FetchWish[]): Promise<FetchedPartition[] | string> {
    try {
      const connection = await this.#session.cluster.broker(leader)
      return await fetchRecords(connection, wishes, { waitMs, bytesMax, readCommitted: this.#readCommitted })
    } catch (error) {
      if (error instanceof CommandError) return error.message
      throw error
    }
  }

  #take(answer: FetchedPartition): Fetched {
    const { topic, partition, errorCode, logStartOffset } = answer
    const name = partitionText(answer)
    const position = this.#positions.get(name)!
    if (errorCode === ErrorCode.OFFSET_OUT_OF_RANGE) this.#moveToStart(position, logStartOffset)
    else if (errorCode !== ErrorCode.NONE && !errorInfo(errorCode).retriable)
      throw new CommandError(`${name}: ${answerText(errorCode)}`)
    else this.#positions.set(name, { topic, partition, offset: answer.nextOffset })
    return { place: { topic, partition }, records: answer.records, nextOffset: this.#positions.get(name)!.offset }
  }

  #moveToStart(position: FetchWish, logStartOffset: number): void {
    const name = partitionText(position)
    if (logStartOffset < 0 || position.offset >= logStartOffset)
      throw new CommandError(`${name} has no offset ${position.offset}: it is beyond the end; --from end waits there`)
    this.#session.remark(
      `${name}: offset ${position.offset} is gone; going on at ${logStartOffset}, the first that is there`
    )
    this.#positions.set(name, { ...position, offset: logStartOffset })
  }

  /** After a failure leaders are looked up anew; after too many it ends. */
  async #judge(failures: readonly string[]): Promise<void> {
    const { clock, pause } = this.#session
    if (failures.length === 0) {
      this.#failingSince = undefined
      return
    }
    this.#leaders = undefined
    this.#failingSince ??= clock.monotonicMs()
    if (clock.monotonicMs() - this.#failingSince > retryMs) throw new CommandError(failures[0]!)
    await pause(waitMs)
  }
}
