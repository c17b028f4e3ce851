/** Deadlines are rounded up to this. */
const TICK_MS = 10

/**
 * Deadlines of many waits, most of which are over long before: adding and removing are O(1), and one timer serves all.
 * Waits of the same tick share a bucket; a heap orders the few buckets.
 */
export class DeadlineWheel<Wait> {
  readonly #buckets = new Map<number, Set<Wait>>()
  /** Min-heap of the ticks that have, or had, a bucket. */
  readonly #ticks: number[] = []

  /** Returns the ticket for `remove`. */
  add(wait: Wait, deadlineMs: number): number {
    const tick = Math.ceil(deadlineMs / TICK_MS)
    const bucket = this.#buckets.get(tick)
    if (bucket !== undefined) bucket.add(wait)
    else {
      this.#buckets.set(tick, new Set([wait]))
      pushHeap(this.#ticks, tick)
    }
    return tick
  }

  /** False when it has expired. */
  remove(wait: Wait, ticket: number): boolean {
    // The tick of an emptied bucket stays in the heap, so the bucket stays too: a tick is there once.
    return this.#buckets.get(ticket)?.delete(wait) ?? false
  }

  /** When to look next; undefined when nothing waits. */
  nextDeadlineMs(): number | undefined {
    for (;;) {
      const tick = this.#ticks[0]
      if (tick === undefined) return undefined
      if (this.#buckets.get(tick)!.size > 0) return tick * TICK_MS
      popHeap(this.#ticks)
      this.#buckets.delete(tick)
    }
  }

  /** Takes out the waits whose time has come. */
  expire(nowMs: number): Wait[] {
    const expired: Wait[] = []
    while (this.#ticks[0] !== undefined && this.#ticks[0] * TICK_MS <= nowMs) {
      const tick = popHeap(this.#ticks)
      for (const wait of this.#buckets.get(tick)!) expired.push(wait)
      this.#buckets.delete(tick)
    }
    return expired
  }
}

function pushHeap(heap: number[], value: number): void {
  let at = heap.push(value) - 1
  while (at > 0) {
    const parent = (at - 1) >> 1
    if (heap[parent]! <= value) break
    heap[at] = heap[parent]!
    at = parent
  }
  heap[at] = value
}

function popHeap(heap: number[]): number {
  const least = heap[0]!
  const value = heap.pop()!
  if (heap.length === 0) return least
  let at = 0
  for (;;) {
    let child = 2 * at + 1
    if (child >= heap.length) break
    if (child + 1 < heap.length && heap[child + 1]! < heap[child]!) child++
    if (heap[child]! >= value) break
    heap[at] = heap[child]!
    at = child
  }
  heap[at] = value
  return least
}
