import { ErrorCode } from '@gregor/protocol'
import type { PartitionData } from '@gregor/protocol/messages/fetch'
import { Actor, type Stage } from './actor.ts'
import { CommittedOffsets } from './committed-offsets.ts'
import { type Position, fetchFrom, readRecords } from './fetch.ts'

const commitEveryMs = 1500
/** One in so many commits is the last one of its reader. */
const restartOneIn = 12

/**
 * A consumer that is assigned all partitions. It begins at its committed offsets, or at the beginning, reads as the log
 * grows, and commits how far it is. Now and then it ends without a word.
 */
export class TailReader extends Actor {
  readonly #offsets: CommittedOffsets
  readonly #mayCrash: () => boolean
  #positions: readonly Position[] = []
  #running = true
  #crashed = false

  constructor(
    stage: Stage,
    options: { readonly name: string; readonly group: string; readonly mayCrash: () => boolean }
  ) {
    super(stage, options.name)
    this.#offsets = new CommittedOffsets(this, options.group)
    this.#mayCrash = options.mayCrash
  }

  /** The next offset of every partition. */
  get positions(): readonly Position[] {
    return this.#positions
  }

  /** Resolves when it has crashed or was stopped; tells which. */
  async run(): Promise<'crashed' | 'stopped'> {
    await this.refresh()
    this.#positions = await this.#begin()
    const { brokerIds } = this.stage.world
    await Promise.all([...brokerIds.map((nodeId) => this.#follow(nodeId)), this.#commit()])
    this.client.close()
    return this.#crashed ? 'crashed' : 'stopped'
  }

  stop(): void {
    this.#running = false
  }

  /** Ends, whatever is under way. */
  crash(): void {
    this.#running = false
    this.#crashed = true
    this.client.close()
  }

  async #begin(): Promise<Position[]> {
    let committed: ReadonlyMap<number, number> | undefined
    for (let failures = 0; committed === undefined && this.#running; failures++) {
      committed = await this.#offsets.read({ final: false })
      if (committed === undefined) await this.backOff(failures)
    }
    const { partitions } = this.stage
    return Array.from({ length: partitions }, (_, partition) => {
      return { partition, offset: Math.max(0, committed?.get(partition) ?? 0) }
    })
  }

  /** Reads from one broker what it leads. */
  async #follow(nodeId: number): Promise<void> {
    for (let failures = 0; this.#running;) {
      const led = this.#positions.flatMap((position) => {
        const leader = this.leaderOf(position.partition)
        return leader?.leaderId === nodeId ? [{ position, leaderEpoch: leader.leaderEpoch }] : []
      })
      const asked = led.map(({ position, leaderEpoch }) => ({ ...position, leaderEpoch }))
      const answer = led.length === 0 ? undefined : await fetchFrom(this, nodeId, asked)
      // A broker that leads since may have been faster than this one, which was frozen: clients pass over such an answer.
      const isStale = (position: Position, index: number): boolean => position.offset !== asked[index]!.offset
      const good = led.filter(
        ({ position }, index) => isStale(position, index) || this.#take(position, answer?.get(position.partition))
      )
      if (good.length === led.length && led.length > 0) failures = 0
      else if (this.#running) await this.backOff(failures++)
    }
  }

  /** Takes what the leader of a partition answered; tells whether it was records, or that there are none yet. */
  #take(position: Position, data: PartitionData | undefined): boolean {
    if (data === undefined || this.#crashed) return false
    const { errorCode, highWatermark, records: bytes, currentLeader } = data
    const { topic, history, complain } = this.stage
    const { partition, offset: from } = position
    if (errorCode === ErrorCode.OFFSET_OUT_OF_RANGE) {
      complain(`${this.name}, partition ${partition}: offset ${from}, which was read up to, is out of range`)
    }
    if (currentLeader.leaderId >= 0) this.client.view.hint(topic, partition, currentLeader)
    if (errorCode !== ErrorCode.NONE) return false
    const records = bytes === null ? [] : readRecords(bytes)
    if (records.length === 0) return true
    history.polls.push({ reader: this.name, partition, from, records, highWatermark })
    position.offset = records.at(-1)!.offset + 1
    return true
  }

  async #commit(): Promise<void> {
    const { random } = this.stage.world
    while (this.#running) {
      await this.pause(commitEveryMs)
      if (!this.#running) return
      await this.#offsets.commit(this.#positions)
      await this.#offsets.read({ final: false })
      if (this.#mayCrash() && random.int(restartOneIn) === 0) this.crash()
    }
  }
}
