/**
 * A map that takes memory from its first entry on. An empty `Map` takes 230 bytes, and a broker has tens of thousands of them
 * that never hold anything.
 */
export class SparseMap<Key, Value> {
  #entries: Map<Key, Value> | undefined

  get size(): number {
    return this.#entries?.size ?? 0
  }

  get(key: Key): Value | undefined {
    return this.#entries?.get(key)
  }

  set(key: Key, value: Value): void {
    this.#entries ??= new Map()
    this.#entries.set(key, value)
  }

  delete(key: Key): void {
    this.#entries?.delete(key)
  }

  clear(): void {
    this.#entries = undefined
  }

  /** In the order in which they were set, as those of a `Map`. */
  keys(): MapIterator<Key> {
    return (this.#entries ?? nothing).keys()
  }

  /** In the order in which they were set, as those of a `Map`. */
  values(): MapIterator<Value> {
    return (this.#entries ?? nothing).values()
  }
}

/** A set that takes memory from its first member on: see `SparseMap`. */
export class SparseSet<Member> implements Iterable<Member> {
  #members: Set<Member> | undefined

  add(member: Member): void {
    this.#members ??= new Set()
    this.#members.add(member)
  }

  delete(member: Member): void {
    this.#members?.delete(member)
  }

  [Symbol.iterator](): Iterator<Member> {
    return (this.#members ?? nothing).values()
  }
}

const nothing = new Map<never, never>()
