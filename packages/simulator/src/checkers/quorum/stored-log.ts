import type { Entry } from 'raft-ts'
import { digestOf } from '../digest.ts'

/** An entry as a disk holds it, without its bytes. */
export interface StoredEntry {
  readonly index: number
  readonly term: number
  readonly config: boolean
  readonly digest: number
}

/**
 * What one disk durably holds of the metadata log, as its writes said. Compaction is not followed: what was stored once
 * and never overwritten counts as held.
 */
export class StoredLog {
  #baseIndex: number
  #baseTerm: number | undefined
  #entries: StoredEntry[] = []

  /** The first members of a group begin as if after an entry 1 of term 1, which holds the membership. */
  constructor(base: { readonly index: number; readonly term: number } = { index: 1, term: 1 }) {
    this.#baseIndex = base.index
    this.#baseTerm = base.term
  }

  get lastIndex(): number {
    return this.#baseIndex + this.#entries.length
  }

  /** Of the entry at `index`, or at the end of the snapshot; undefined when it is not there, or nothing is known. */
  term(index: number): number | undefined {
    return index === this.#baseIndex ? this.#baseTerm : this.entry(index)?.term
  }

  entry(index: number): StoredEntry | undefined {
    return this.#entries[index - this.#baseIndex - 1]
  }

  /** Entries that change the membership, after `index`. */
  configsAfter(index: number): readonly StoredEntry[] {
    return this.#entries.slice(Math.max(index - this.#baseIndex, 0)).filter(({ config }) => config)
  }

  /** A snapshot replaces everything. */
  install(snapshot: { readonly index: number; readonly term: number }): void {
    this.#baseIndex = snapshot.index
    this.#baseTerm = snapshot.term
    this.#entries = []
  }

  /** Returns the entries that gave way, or undefined when the entry would leave a gap. */
  append({ index, term, kind, data }: Entry): readonly StoredEntry[] | undefined {
    if (this.#entries.length === 0 && index <= this.#baseIndex) this.#forgetBase(index)
    if (index > this.lastIndex + 1 || index <= this.#baseIndex) return undefined
    const removed = this.#entries.splice(index - this.#baseIndex - 1)
    this.#entries.push({ index, term, config: kind === 'config', digest: digestOf(data) })
    return removed
  }

  /** The member was added later, and has no first membership. */
  #forgetBase(index: number): void {
    this.#baseIndex = index - 1
    this.#baseTerm = undefined
  }
}
