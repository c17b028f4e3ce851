/** What an entry costs besides its data in all limits on bytes, so that many empty entries are bounded too. */
export const entryOverheadBytes = 16

/** The bytes that an entry counts for. */
export function entryBytes(entry: { readonly data: Uint8Array }): number {
  return entry.data.byteLength + entryOverheadBytes
}

/** The bytes that entries count for. */
export function totalBytes(entries: readonly { readonly data: Uint8Array }[]): number {
  let bytes = 0
  for (const entry of entries) bytes += entryBytes(entry)
  return bytes
}

/**
 * `entries[from]` .. `entries[to - 1]`, cut off where they exceed `bytesMax`, but after the first at the earliest. Looks at
 * no more entries than it returns.
 */
export function sliceWithin<Item extends { readonly data: Uint8Array }>(
  entries: readonly Item[],
  { from, to, bytesMax }: { readonly from: number; readonly to: number; readonly bytesMax: number }
): readonly Item[] {
  let bytes = 0
  let end = from
  for (let entry = entries[end]; entry !== undefined && end < to; entry = entries[end]) {
    bytes += entryBytes(entry)
    if (bytes > bytesMax && end > from) break
    end += 1
  }
  return entries.slice(from, end)
}

/** Ranges of the log that are under way somewhere, each known by its last index: how many they are, and their bytes. */
export class SizedQueue {
  private items: { readonly index: number; readonly bytes: number }[] = []
  private head = 0
  private bytesSum = 0

  /** Invariant: indexes rise. */
  add(index: number, bytes: number): void {
    this.items.push({ index, bytes })
    this.bytesSum += bytes
  }

  /** Drops all ranges that end at or before `index`. */
  freeUpTo(index: number): void {
    for (let item = this.items[this.head]; item !== undefined && item.index <= index; item = this.items[this.head]) {
      this.bytesSum -= item.bytes
      this.head += 1
    }
    if (this.head * 2 > this.items.length) {
      this.items = this.items.slice(this.head)
      this.head = 0
    }
  }

  clear(): void {
    this.items = []
    this.head = 0
    this.bytesSum = 0
  }

  get count(): number {
    return this.items.length - this.head
  }

  get bytes(): number {
    return this.bytesSum
  }
}
