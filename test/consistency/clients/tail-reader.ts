import type { PartitionData } from '@gregor/protocol/messages/fetch'
import type { Stage } from './actor.ts'
import { CommittedOffsets } from './committed-offsets.ts'
import { IsolationLevel, type Position, readRecords } from './fetch.ts'
import { followLeaders } from './follow-leaders.ts'
import { MortalActor } from './mortal-actor.ts'

const commitEveryMs = 1500
/** One in so many commits is the last one of its reader. */
const restartOneIn = 12

/**
 * A consumer that is assigned all partitions. It begins at its committed offsets, or at the beginning, reads as the log
 * grows, and commits how far it is. Now and then it ends without a word.
 */
export class TailReader extends MortalActor {
  readonly #offsets: CommittedOffsets
  readonly #mayCrash: () => boolean
  #positions: readonly Position[] = []

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

  protected override async live(): Promise<void> {
    this.#positions = await this.#begin()
    const { readUncommitted: isolationLevel } = IsolationLevel
    const take = (position: Position, data: PartitionData): void => this.#take(position, data)
    await Promise.all([followLeaders(this, { positions: this.#positions, isolationLevel, take }), this.#commit()])
  }

  async #begin(): Promise<Position[]> {
    let committed: ReadonlyMap<number, number> | undefined
    for (let failures = 0; committed === undefined && this.running; failures++) {
      committed = await this.#offsets.read({ final: false })
      if (committed === undefined) await this.backOff(failures)
    }
    const { partitions } = this.stage
    return Array.from({ length: partitions }, (_, partition) => {
      return { partition, offset: Math.max(0, committed?.get(partition) ?? 0) }
    })
  }

  #take(position: Position, { highWatermark, records: bytes }: PartitionData): void {
    const records = bytes === null ? [] : readRecords(bytes)
    if (records.length === 0) return
    const { partition, offset: from } = position
    this.stage.history.polls.push({ reader: this.name, partition, from, records, highWatermark })
    position.offset = records.at(-1)!.offset + 1
  }

  async #commit(): Promise<void> {
    const { random } = this.stage.world
    while (this.running) {
      await this.pause(commitEveryMs)
      if (!this.running) return
      await this.#offsets.commit(this.#positions)
      await this.#offsets.read({ final: false })
      if (this.#mayCrash() && random.int(restartOneIn) === 0) this.crash()
    }
  }
}
