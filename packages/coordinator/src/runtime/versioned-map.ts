import { invariant } from '@gregor/base'
import type { Journal } from './journal.ts'

/**
 * A map whose newest values are seen by handlers before they are committed, and whose committed values stay readable
 * for answers to clients. Costs nothing beyond a Map for keys without uncommitted changes.
 */
export class VersionedMap<Key, Value> {
  private readonly journal: Journal
  private readonly newest = new Map<Key, Value>()
  /** Per key with uncommitted changes: the values before each, oldest first; the first is the committed one. */
  private readonly previous = new Map<Key, (Value | undefined)[]>()

  constructor(journal: Journal) {
    this.journal = journal
  }

  get size(): number {
    return this.newest.size
  }

  /** Nothing here, and nothing can come back by a rollback. */
  get isVacant(): boolean {
    return this.newest.size === 0 && this.previous.size === 0
  }

  has(key: Key): boolean {
    return this.newest.has(key)
  }

  /** The newest value, committed or not. */
  get(key: Key): Value | undefined {
    return this.newest.get(key)
  }

  /** The value that the log has committed. */
  committed(key: Key): Value | undefined {
    const previous = this.previous.get(key)
    return previous === undefined ? this.newest.get(key) : previous[0]
  }

  /** Newest values. */
  entries(): MapIterator<[Key, Value]> {
    return this.newest.entries()
  }

  keys(): MapIterator<Key> {
    return this.newest.keys()
  }

  /** Committed values; those of changed keys come last. */
  *committedEntries(): Generator<[Key, Value]> {
    for (const [key, value] of this.newest) if (!this.previous.has(key)) yield [key, value]
    for (const [key, [value]] of this.previous) if (value !== undefined) yield [key, value]
  }

  set(key: Key, value: Value): void {
    this.remember(key)
    this.newest.set(key, value)
  }

  delete(key: Key): void {
    this.remember(key)
    this.newest.delete(key)
  }

  /** For the journal alone. */
  commitOldest(key: Key): void {
    const previous = this.previous.get(key)
    invariant(previous !== undefined, 'a committed change has a previous value')
    if (previous.length === 1) this.previous.delete(key)
    else previous.shift()
  }

  /** For the journal alone. */
  rollbackNewest(key: Key): void {
    const previous = this.previous.get(key)
    invariant(previous !== undefined, 'a rolled back change has a previous value')
    const value = previous.pop()
    if (previous.length === 0) this.previous.delete(key)
    if (value === undefined) this.newest.delete(key)
    else this.newest.set(key, value)
  }

  private remember(key: Key): void {
    if (!this.journal.note(this, key)) return
    const value = this.newest.get(key)
    const previous = this.previous.get(key)
    if (previous === undefined) this.previous.set(key, [value])
    else previous.push(value)
  }
}
