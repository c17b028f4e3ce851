import { invariant, NO_BROKER, Offset, TimestampMs } from '@gregor/base'
import { ErrorCode } from '@gregor/protocol'
import type { OffsetWait, OffsetWaits } from '../core/offset-waits.ts'
import type { AppendOutcome } from '../types.ts'
import type { Replica } from '../replica.ts'
import type { Expiring } from './timeouts.ts'

const forgotten = (): void => {}

/** A produce request under way: it is answered once, when all its entries are. */
export class PendingAppend implements Expiring {
  readonly #outcomes: (AppendOutcome | undefined)[]
  #done: (outcomes: readonly AppendOutcome[]) => void
  readonly #waits: AppendWait[] = []
  #unanswered: number
  #sealed = false
  /** Takes the request out of the timeouts. */
  cancelTimeout: (() => void) | undefined

  constructor(entries: number, done: (outcomes: readonly AppendOutcome[]) => void) {
    this.#outcomes = Array.from({ length: entries })
    this.#unanswered = entries
    this.#done = done
  }

  get waiting(): boolean {
    return this.#unanswered > 0
  }

  answer(index: number, outcome: AppendOutcome): void {
    invariant(this.#outcomes[index] === undefined, 'an entry is answered once', { index })
    this.#outcomes[index] = outcome
    this.#unanswered--
    this.#finish()
  }

  /** The entry is answered when `queue` passes `offset`. */
  wait(queue: OffsetWaits, offset: Offset, wait: AppendWait): void {
    this.#waits.push(wait)
    queue.add(offset, wait)
  }

  /** All entries have been given to their logs: from now on the request may be answered. */
  seal(): void {
    this.#sealed = true
    this.#finish()
  }

  expire(): void {
    for (const wait of this.#waits) if (!wait.over) wait.expire()
  }

  #finish(): void {
    if (!this.#sealed || this.#unanswered > 0) return
    this.cancelTimeout?.()
    const done = this.#done
    // Queues hold on to waits for a while after they are over; they must not hold on to the records of the request.
    this.#done = forgotten
    done(this.#outcomes as AppendOutcome[])
  }
}

/** How a wait may end. */
export interface AppendEnds {
  readonly reached: () => AppendOutcome
  readonly lost: () => AppendOutcome
  readonly expired: () => AppendOutcome
}

/** One entry of a produce request that waits for its records to be kept. */
export class AppendWait implements OffsetWait {
  readonly #request: PendingAppend
  readonly #index: number
  readonly #queue: OffsetWaits
  readonly #ends: AppendEnds
  over = false

  constructor(start: { request: PendingAppend; index: number; queue: OffsetWaits; ends: AppendEnds }) {
    this.#request = start.request
    this.#index = start.index
    this.#queue = start.queue
    this.#ends = start.ends
  }

  reached(): void {
    this.#end(this.#ends.reached())
  }

  lost(): void {
    this.#end(this.#ends.lost())
  }

  expire(): void {
    this.#end(this.#ends.expired())
    this.#queue.noteOver()
  }

  #end(outcome: AppendOutcome): void {
    this.over = true
    this.#request.answer(this.#index, outcome)
  }
}

const NO_OFFSET = Offset(-1)

/** An outcome without records. */
export function refusedAppend(
  errorCode: number,
  errorMessage: string | undefined,
  more: Partial<AppendOutcome> = {}
): AppendOutcome {
  return {
    errorCode,
    errorMessage,
    baseOffset: NO_OFFSET,
    lastOffset: NO_OFFSET,
    logAppendTimeMs: TimestampMs(-1),
    logStartOffset: NO_OFFSET,
    leaderHint: undefined,
    ...more
  }
}

/** Says in words why this broker does not take the records. */
export function explainNotLeader(replica: Replica | undefined, errorCode: number): string | undefined {
  if (replica === undefined) return undefined
  const { role } = replica.state
  if (role.kind === 'offline') return `${replica.name} is offline on this broker: ${role.reason}`
  if (errorCode !== ErrorCode.NOT_LEADER_OR_FOLLOWER) return undefined
  const { leader, leaderEpoch } = replica.news
  if (leader === NO_BROKER) return `${replica.name} has no leader now`
  if (leader === replica.self) return `This broker is about to lead ${replica.name} in epoch ${leaderEpoch}: try again`
  return `This broker does not lead ${replica.name}: broker ${leader} does, in epoch ${leaderEpoch}`
}
