import type { Offset } from '@gregor/base'

/** Something that waits until a position of a partition reaches an offset, or leadership is lost. */
export interface OffsetWait {
  /** Given up elsewhere (its time ran out): to be forgotten. */
  readonly over: boolean
  reached(): void
  lost(): void
}

interface Item {
  readonly offset: Offset
  readonly wait: OffsetWait
}

/** Given-up waits are swept out when they are this many and more than half. */
const SWEEP_MIN = 64

/** Waits of one partition, in the order of their offsets: what arrives at an offset touches only those below it. */
export class OffsetWaits {
  #items: Item[] = []
  #head = 0
  #over = 0

  get size(): number {
    return this.#items.length - this.#head
  }

  /** Offsets come almost always in order; a resent batch waits for an older one. */
  add(offset: Offset, wait: OffsetWait): void {
    let at = this.#items.length
    while (at > this.#head && this.#items[at - 1]!.offset > offset) at--
    if (at === this.#items.length) this.#items.push({ offset, wait })
    else this.#items.splice(at, 0, { offset, wait })
  }

  /** Everything below `position` has happened. */
  advance(position: Offset): void {
    while (this.#head < this.#items.length && this.#items[this.#head]!.offset <= position) {
      const { wait } = this.#items[this.#head++]!
      if (!wait.over) wait.reached()
    }
    this.#compact()
  }

  loseAll(): void {
    const lost = this.#items.slice(this.#head)
    this.#items = []
    this.#head = 0
    this.#over = 0
    for (const { wait } of lost) if (!wait.over) wait.lost()
  }

  /** One of the waits is over: keeps the queue in proportion to those that are not. */
  noteOver(): void {
    this.#over++
    if (this.#over < SWEEP_MIN || this.#over * 2 < this.size) return
    this.#items = this.#items.slice(this.#head).filter(({ wait }) => !wait.over)
    this.#head = 0
    this.#over = 0
  }

  #compact(): void {
    if (this.#head === this.#items.length) {
      this.#items = []
      this.#head = 0
      this.#over = 0
    } else if (this.#head > 1024 && this.#head * 2 > this.#items.length) {
      this.#items = this.#items.slice(this.#head)
      this.#head = 0
    }
  }
}
