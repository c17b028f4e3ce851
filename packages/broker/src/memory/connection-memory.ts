import type { BrokerMemory } from './broker-memory.ts'

/** There must be room for so many bytes before an answer is read: for one batch, which may be larger than what was asked for. */
const readBytesMin = 1024 * 1024

/**
 * When half of the share is used, answers have no more than that, besides the rest of a batch. The operating system takes so much
 * off the socket even when the client does not read, so that those who do are served while others hold the memory.
 */
const shortAnswerBytes = 256 * 1024

/** No answer gets more than this part of what is free, so that one reader leaves room for others. */
const answerShareOfFree = 1 / 16

const nothing = (): void => {}

/** What one connection holds of the broker's memory. After `close` it holds nothing, and nothing counts any more. */
export class ConnectionMemory {
  readonly #memory: BrokerMemory
  #requestBytes = 0
  /** Of an answer that is being put together: at most one at a time asks. */
  #readingBytes = 0
  /** Of answers that the socket has not taken yet. */
  #unsentBytes = 0
  #cancelWaits = new Set<() => void>()
  #closed = false

  constructor(memory: BrokerMemory) {
    this.#memory = memory
  }

  /** Whether somebody waits for memory that this connection holds. */
  get isInTheWay(): boolean {
    const { requests, answers } = this.#memory
    return (this.#requestBytes > 0 && requests.waiting > 0) || (this.#unsentBytes > 0 && answers.waiting > 0)
  }

  /** Room for a request; false = not now. */
  tryRequest(bytes: number): boolean {
    if (!this.#memory.requests.tryTake(bytes)) return false
    this.#requestBytes += bytes
    return true
  }

  /** Calls `granted` when there is room for the request. Returns how to give up. */
  waitForRequest(bytes: number, granted: () => void): () => void {
    return this.#waitFor(this.#memory.requests, bytes, () => {
      this.#requestBytes += bytes
      granted()
    })
  }

  requestAnswered(bytes: number): void {
    if (this.#closed) return
    this.#requestBytes -= bytes
    this.#memory.requests.release(bytes)
  }

  /**
   * Room to read records for an answer. Returns how many bytes to read, as much as is fair, up to `wantedBytes`; there is room for
   * `atLeastBytes` or a mebibyte, whichever is less, and more when there is plenty. 0 = none now.
   */
  tryRead(atLeastBytes: number, wantedBytes: number): number {
    const { answers } = this.#memory
    const least = leastOf(atLeastBytes, wantedBytes)
    const fair = Math.max(least, Math.min(wantedBytes, Math.floor(answers.freeBytes * answerShareOfFree)))
    const short = answers.freeBytes < answers.bytesMax / 2
    if (!answers.tryTake(fair)) return 0
    this.#readingBytes += fair
    return short ? Math.min(fair, shortAnswerBytes) : fair
  }

  /** Calls `granted` with the bytes to read when there is room. Returns how to give up. */
  waitForRead(atLeastBytes: number, wantedBytes: number, granted: (bytes: number) => void): () => void {
    const least = leastOf(atLeastBytes, wantedBytes)
    return this.#waitFor(this.#memory.answers, least, () => {
      this.#readingBytes += least
      granted(Math.min(least, shortAnswerBytes))
    })
  }

  /** So many bytes of records were read: what was asked for beyond that is free for others. */
  wasRead(bytes: number): void {
    if (this.#closed) return
    const change = bytes - this.#readingBytes
    this.#readingBytes = bytes
    this.#changeAnswers(change)
  }

  /** An answer goes to the socket; `answerTaken` follows when that has taken it. */
  answerLeaves(bytes: number): void {
    if (this.#closed) return
    const change = bytes - this.#readingBytes
    this.#readingBytes = 0
    this.#unsentBytes += bytes
    this.#changeAnswers(change)
  }

  answerTaken(bytes: number): void {
    if (this.#closed) return
    this.#unsentBytes -= bytes
    this.#memory.answers.release(bytes)
  }

  /** The connection is gone. */
  close(): void {
    if (this.#closed) return
    this.#closed = true
    for (const cancel of this.#cancelWaits) cancel()
    this.#cancelWaits.clear()
    this.#memory.requests.release(this.#requestBytes)
    this.#memory.answers.release(this.#readingBytes + this.#unsentBytes)
  }

  #changeAnswers(bytes: number): void {
    if (bytes > 0) this.#memory.answers.take(bytes)
    else this.#memory.answers.release(-bytes)
  }

  #waitFor(share: BrokerMemory[keyof BrokerMemory], bytes: number, granted: () => void): () => void {
    if (this.#closed) return nothing
    const leave = share.waitFor(bytes, () => {
      this.#cancelWaits.delete(cancel)
      granted()
    })
    const cancel = (): void => {
      this.#cancelWaits.delete(cancel)
      leave()
    }
    this.#cancelWaits.add(cancel)
    return cancel
  }
}

function leastOf(atLeastBytes: number, wantedBytes: number): number {
  return Math.min(Math.max(1, atLeastBytes), Math.max(1, wantedBytes), readBytesMin)
}
