import { invariant } from '@gregor/base'

/** A map that can tell its committed values from its newest ones, and go back. */
interface Versioned {
  commitOldest(key: unknown): void
  rollbackNewest(key: unknown): void
}

interface Change {
  readonly map: Versioned
  readonly key: unknown
}

/**
 * The changes to a coordinator's state that its log has not committed yet, oldest first. Positions count changes since
 * the start: an append notes the position after its changes, commits up to there or rolls back to where it began.
 *
 * Invariant: for each change here, its map holds exactly one previous value of its key, in the same order.
 */
export class Journal {
  private readonly changes: Change[] = []
  private first = 0
  private recording = false

  /** Position after the newest change. */
  get position(): number {
    return this.first + this.changes.length
  }

  /** From here on changes are uncommitted until told otherwise; what came before (loading) is committed. */
  startRecording(): void {
    this.recording = true
  }

  /** Notes a change and tells the map whether it must keep the previous value. */
  note(map: Versioned, key: unknown): boolean {
    if (this.recording) this.changes.push({ map, key })
    return this.recording
  }

  /** Everything before `position` is final. */
  commit(position: number): void {
    invariant(position <= this.position, 'commit of changes that were made', { position, end: this.position })
    if (position <= this.first) return
    for (const { map, key } of this.changes.splice(0, position - this.first)) map.commitOldest(key)
    this.first = position
  }

  /** Undoes everything from `position` on, newest first. */
  rollback(position: number): void {
    invariant(position >= this.first, 'rollback of uncommitted changes only', { position, first: this.first })
    while (this.position > position) {
      const { map, key } = this.changes.pop()!
      map.rollbackNewest(key)
    }
  }
}
