import { Offset } from '@gregor/base'

/** Bytes on their way to a follower, up to `endOffset`. */
interface Sent {
  readonly endOffset: Offset
  readonly bytes: number
  readonly catchUp: boolean
}

/** Bytes by what they were sent for. */
export interface WindowBytes {
  readonly total: number
  readonly catchUp: number
}

/** What was pushed of one partition and is not acknowledged yet, in order. */
export class PushWindow {
  #sent: Sent[] = []
  #head = 0
  #total = 0
  #catchUp = 0

  /** Pushes under way. */
  get pushes(): number {
    return this.#sent.length - this.#head
  }

  /** Bytes under way. */
  get bytes(): WindowBytes {
    return { total: this.#total, catchUp: this.#catchUp }
  }

  sent(endOffset: Offset, bytes: number, catchUp: boolean): void {
    this.#sent.push({ endOffset, bytes, catchUp })
    this.#total += bytes
    if (catchUp) this.#catchUp += bytes
  }

  /** Everything below `flushedOffset` has arrived; returns what that frees. */
  acknowledge(flushedOffset: Offset): WindowBytes {
    const before = this.bytes
    while (this.#head < this.#sent.length && this.#sent[this.#head]!.endOffset <= flushedOffset) {
      const { bytes, catchUp } = this.#sent[this.#head++]!
      this.#total -= bytes
      if (catchUp) this.#catchUp -= bytes
    }
    this.#compact()
    return { total: before.total - this.#total, catchUp: before.catchUp - this.#catchUp }
  }

  /** The session is over: frees everything. */
  clear(): WindowBytes {
    return this.acknowledge(Offset(Number.MAX_SAFE_INTEGER))
  }

  #compact(): void {
    if (this.#head === this.#sent.length) {
      this.#sent = []
      this.#head = 0
    } else if (this.#head > 256 && this.#head * 2 > this.#sent.length) {
      this.#sent = this.#sent.slice(this.#head)
      this.#head = 0
    }
  }
}
