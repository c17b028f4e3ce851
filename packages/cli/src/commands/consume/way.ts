import type { FetchWish } from '../../client/fetch.ts'
import { partitionText } from '../../client/partitions.ts'

/**
 * How far a consumption has come, in records: by offsets where start and end are known, so that records which were compacted away
 * count as done; else by what was printed.
 */
export class Way {
  readonly total: number | undefined
  readonly #positions: Map<string, number> | undefined
  #done = 0

  constructor(options: {
    readonly count?: number
    readonly start?: readonly FetchWish[]
    readonly ends: readonly FetchWish[] | undefined
  }) {
    const { count, start, ends } = options
    this.total = count
    if (count !== undefined || start === undefined || ends === undefined) return
    const starts = new Map(start.map((wish) => [partitionText(wish), wish.offset]))
    this.total = ends.reduce((sum, end) => sum + Math.max(0, end.offset - starts.get(partitionText(end))!), 0)
    this.#positions = starts
  }

  get done(): number {
    return this.#done
  }

  /** So many records more were printed, and this comes next of their partition. */
  reached(position: FetchWish, printed: number): void {
    const name = partitionText(position)
    const before = this.#positions?.get(name)
    if (before === undefined) {
      this.#done += printed
      return
    }
    this.#positions!.set(name, position.offset)
    this.#done += Math.max(0, position.offset - before)
  }
}
