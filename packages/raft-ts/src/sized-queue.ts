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

/** How many of `entries` fit into `bytesMax`: one at least, when there is one. */
export function countWithin(entries: readonly { readonly data: Uint8Array }[], bytesMax: number): number {
  let bytes = 0
  for (const [position, entry] of entries.entries()) {
    bytes += entryBytes(entry)
    if (bytes > bytesMax && position > 0) return position
  }
  return entries.length
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
