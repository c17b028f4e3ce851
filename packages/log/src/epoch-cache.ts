import type { LeaderEpoch, Offset } from '@gregor/base'
import { invariant, NO_EPOCH } from '@gregor/base'
import type { EpochStart } from './checkpoint.ts'
import type { EpochEnd } from './types.ts'

/**
 * Where each leadership of a partition began in its log (KIP-101, KIP-279). A handful of entries: one per leader change
 * that retention has not passed.
 * Invariant: entries are strictly increasing in epoch and in start offset.
 */
export class EpochCache {
  #entries: EpochStart[]

  constructor(entries: readonly EpochStart[] = []) {
    this.#entries = []
    for (const entry of entries) this.assign(entry.epoch, entry.startOffset)
  }

  get entries(): readonly EpochStart[] {
    return this.#entries
  }

  /** -1 when none is known. */
  get latestEpoch(): LeaderEpoch {
    return this.#entries.at(-1)?.epoch ?? NO_EPOCH
  }

  /** Notes that `epoch` begins at `startOffset`. Entries that contradict it go. Returns whether anything changed. */
  assign(epoch: LeaderEpoch, startOffset: Offset): boolean {
    invariant(epoch >= 0 && startOffset >= 0, 'an epoch and its start are not negative', { epoch, startOffset })
    const latest = this.#entries.at(-1)
    if (latest !== undefined && latest.epoch === epoch && latest.startOffset <= startOffset) return false
    while (this.#entries.length > 0 && contradicts(this.#entries.at(-1)!, epoch, startOffset)) this.#entries.pop()
    this.#entries.push({ epoch, startOffset })
    return true
  }

  /** The epoch of the record at `offset`; -1 when the log does not know it. */
  epochForOffset(offset: Offset): LeaderEpoch {
    for (let index = this.#entries.length - 1; index >= 0; index--) {
      if (this.#entries[index]!.startOffset <= offset) return this.#entries[index]!.epoch
    }
    return NO_EPOCH
  }

  /** The largest known epoch <= `epoch` and where it ends: at the start of the next one, or at the end of the log. */
  endOffsetForEpoch(epoch: LeaderEpoch, logEndOffset: Offset): EpochEnd | undefined {
    for (let index = this.#entries.length - 1; index >= 0; index--) {
      const entry = this.#entries[index]!
      if (entry.epoch > epoch) continue
      return { epoch: entry.epoch, endOffset: this.#entries[index + 1]?.startOffset ?? logEndOffset }
    }
    return undefined
  }

  /** The first known epoch above `epoch`, and where it starts. */
  nextEpoch(epoch: LeaderEpoch): EpochStart | undefined {
    return this.#entries.find((entry) => entry.epoch > epoch)
  }

  /** Forgets what begins at or after `endOffset`. Returns whether anything changed. */
  truncateFromEnd(endOffset: Offset): boolean {
    const before = this.#entries.length
    while (this.#entries.length > 0 && this.#entries.at(-1)!.startOffset >= endOffset) this.#entries.pop()
    return this.#entries.length !== before
  }

  /** Forgets what ends at or before `startOffset`; the epoch that holds it then begins there. */
  truncateFromStart(startOffset: Offset): boolean {
    let kept = 0
    while (kept + 1 < this.#entries.length && this.#entries[kept + 1]!.startOffset <= startOffset) kept++
    const first = this.#entries[kept]
    if (first === undefined || first.startOffset >= startOffset) return false
    this.#entries = [{ epoch: first.epoch, startOffset }, ...this.#entries.slice(kept + 1)]
    return true
  }

  clear(): void {
    this.#entries = []
  }
}

function contradicts(entry: EpochStart, epoch: LeaderEpoch, startOffset: Offset): boolean {
  return entry.epoch >= epoch || entry.startOffset >= startOffset
}
