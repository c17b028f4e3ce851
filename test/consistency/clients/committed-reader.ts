import type { PartitionData } from '@gregor/protocol/messages/fetch'
import type { CommittedPoll } from '../checker/history.ts'
import type { Stage } from './actor.ts'
import { takeCommitted } from './committed-records.ts'
import { IsolationLevel, type Position } from './fetch.ts'
import { followLeaders } from './follow-leaders.ts'
import { MortalActor } from './mortal-actor.ts'

const lookEveryMs = 1000
/** In one of so many looks it ends without a word. */
const restartOneIn = 15
/** How far behind its predecessor a reader begins, at most: in the middle of transactions. */
const stepsBackMax = 500

/** A consumer with `read_committed` that is assigned all partitions. Now and then it ends without a word. */
export class CommittedReader extends MortalActor {
  readonly positions: readonly Position[]
  readonly #mayCrash: () => boolean

  constructor(
    stage: Stage,
    options: {
      readonly name: string
      readonly before: CommittedReader | undefined
      readonly mayCrash: () => boolean
    }
  ) {
    super(stage, options.name)
    this.#mayCrash = options.mayCrash
    this.positions = Array.from({ length: stage.partitions }, (_, partition) => {
      const reached = options.before?.positions[partition]?.offset ?? 0
      return { partition, offset: Math.max(0, reached - stage.world.random.int(stepsBackMax)) }
    })
  }

  protected override async live(): Promise<void> {
    const { readCommitted: isolationLevel } = IsolationLevel
    const take = (position: Position, data: PartitionData): void => this.#take(position, data)
    await Promise.all([followLeaders(this, { positions: this.positions, isolationLevel, take }), this.#endanger()])
  }

  #take(position: Position, data: PartitionData): void {
    const poll = committedPoll(this.name, { position, data, readMs: this.stage.world.clock.monotonicMs() })
    if (poll.next === poll.from) return
    this.stage.history.committedPolls.push(poll)
    position.offset = poll.next
  }

  async #endanger(): Promise<void> {
    const { random } = this.stage.world
    while (this.running) {
      await this.pause(lookEveryMs)
      if (this.running && this.#mayCrash() && random.int(restartOneIn) === 0) this.crash()
    }
  }
}

/** What a leader's answer meant to a reader with `read_committed`. */
export function committedPoll(
  reader: string,
  { position, data, readMs }: { readonly position: Position; readonly data: PartitionData; readonly readMs: number }
): CommittedPoll {
  const { partition, offset: from } = position
  const { records: bytes, abortedTransactions, highWatermark, lastStableOffset } = data
  const taken = takeCommitted(bytes ?? Buffer.alloc(0), { from, aborted: abortedTransactions ?? [] })
  return { reader, partition, from, ...taken, highWatermark, lastStableOffset, readMs }
}
