import { batchesOf, ErrorCode, errorInfo, type BatchHeader } from '@gregor/protocol'
import { Violation } from '../../types.ts'
import { describeSend, Sends, type NewSend, type Send } from './sends.ts'
import { OffsetClaims } from './offset-claims.ts'

/** Codes that say for certain that this attempt appended nothing. */
const REFUSALS: ReadonlySet<number> = new Set([
  ErrorCode.NOT_ENOUGH_REPLICAS,
  ErrorCode.UNKNOWN_TOPIC_OR_PARTITION,
  ErrorCode.UNKNOWN_TOPIC_ID,
  ErrorCode.OUT_OF_ORDER_SEQUENCE_NUMBER,
  ErrorCode.INVALID_TIMESTAMP
])

/** A batch as readers found it. */
export interface ServedBatch {
  readonly send: Send
  readonly header: BatchHeader
  readonly bytes: Buffer
}

/**
 * All that clients did to one partition and were told of it. Each method throws a Violation as soon as two of these
 * cannot both be true.
 */
export class PartitionHistory {
  readonly topic: string
  readonly index: number
  readonly name: string
  readonly #sends = new Sends()
  readonly #served = new Map<number, ServedBatch>()
  /** Who owns an offset for good, because a reader has seen it or acks=all has been acknowledged. */
  readonly #owners = new Map<number, Send>()
  /** Base offsets of served batches by their last offsets. */
  readonly #bases = new Map<number, number>()
  readonly claims: OffsetClaims
  /** Behind the last record that readers have seen. */
  servedEnd = 0
  /** Behind the last record that was acknowledged with acks=all. */
  ackedEnd = 0

  constructor(topic: string, index: number) {
    this.topic = topic
    this.index = index
    this.name = `${topic}-${index}`
    this.claims = new OffsetClaims(this.name)
  }

  get sends(): readonly Send[] {
    return this.#sends.all
  }

  served(baseOffset: number): ServedBatch | undefined {
    return this.#served.get(baseOffset)
  }

  /** Leader epoch of the record before an offset that was served; -1 when there is none. */
  lastEpochBefore(offset: number): number {
    const base = this.#bases.get(offset - 1)
    return base === undefined ? -1 : (this.#served.get(base)?.header.leaderEpoch ?? -1)
  }

  begin(send: NewSend): Send {
    return this.#sends.add(send)
  }

  attempt(send: Send): void {
    send.attempts++
    send.possible++
  }

  /** An attempt was answered with an error. */
  failed(send: Send, errorCode: number): void {
    if (!REFUSALS.has(errorCode)) return
    send.possible--
    this.#checkPlaces(send, `an attempt was refused with ${errorInfo(errorCode).name}`)
  }

  /** An attempt was acknowledged. */
  acknowledged(send: Send, baseOffset: number): void {
    if (baseOffset < 0) throw this.#violation('B29', `${describeSend(send)} is acknowledged at offset ${baseOffset}`)
    send.ackedAt = baseOffset
    this.#checkAckedPlace(send)
    if (send.kind === 'one') return
    this.#own(send, baseOffset, 'P13')
    this.ackedEnd = Math.max(this.ackedEnd, baseOffset + send.recordCount)
    if (send.attempts === 1) this.claims.acknowledged(send, baseOffset + send.recordCount)
  }

  /**
   * Takes what a leader answered to a fetch from `fetchOffset`, and tells the offset to go on from. Batches follow one
   * another without gaps: nothing is compacted here, and nobody writes control records.
   */
  take(records: Buffer, options: { readonly fetchOffset: number; readonly highWatermark: number }): number {
    let next = options.fetchOffset
    let first = true
    for (const header of batchesOf(records)) {
      const { baseOffset, lastOffset } = header
      const contains = first ? baseOffset <= next && lastOffset >= next : baseOffset === next
      if (!contains) throw this.#violation('poll-skip', `asked for offset ${next} and got ${baseOffset}-${lastOffset}`)
      if (lastOffset >= options.highWatermark) {
        const message = `offset ${lastOffset} is served with a high watermark of ${options.highWatermark}`
        throw this.#violation('P13', message)
      }
      this.#serve(header, records)
      next = lastOffset + 1
      first = false
    }
    return next
  }

  #serve(header: BatchHeader, records: Buffer): void {
    const { baseOffset, position, sizeBytes } = header
    const view = records.subarray(position, position + sizeBytes)
    const known = this.#served.get(baseOffset)
    if (known !== undefined) {
      if (known.bytes.equals(view)) return
      const was = `${describeSend(known.send)} in leader epoch ${known.header.leaderEpoch}`
      throw this.#violation('P13', `offset ${baseOffset} was served as ${was}, now as ${this.#describe(header, view)}`)
    }
    const send = this.#sends.find(view)
    if (send === undefined) throw this.#violation('S1', `offset ${baseOffset} holds ${this.#describe(header, view)}`)
    this.#bases.set(header.lastOffset, baseOffset)
    this.#served.set(baseOffset, { send, header, bytes: Buffer.from(view) })
    this.#own(send, baseOffset, 'P13')
    this.servedEnd = Math.max(this.servedEnd, header.lastOffset + 1)
    send.places.push(baseOffset)
    this.#checkPlaces(send, `it is read at offset ${baseOffset}`)
    this.#checkAckedPlace(send)
  }

  #describe(header: BatchHeader, view: Buffer): string {
    const send = this.#sends.find(view)
    const what = send === undefined ? `a batch of ${header.sizeBytes} bytes that nobody sent` : describeSend(send)
    return `${what} in leader epoch ${header.leaderEpoch}`
  }

  /** No two batches have the same offset. */
  #own(send: Send, baseOffset: number, invariant: string): void {
    for (let offset = baseOffset; offset < baseOffset + send.recordCount; offset++) {
      const owner = this.#owners.get(offset)
      if (owner !== undefined && owner !== send) {
        throw this.#violation(invariant, `offset ${offset} is of ${describeSend(owner)} and of ${describeSend(send)}`)
      }
      this.#owners.set(offset, send)
    }
  }

  /** A send is in the log no oftener than it may have been appended, and an idempotent one once. */
  #checkPlaces(send: Send, event: string): void {
    const { kind, places, possible } = send
    const message = `${describeSend(send)} is at offsets ${places.join(', ')}, and ${event}`
    if (places.length > 0 && possible === 0) throw this.#violation('P4', message)
    if (kind === 'idempotent' && places.length > 1) throw this.#violation('T1', message)
    if (places.length > possible) throw this.#violation('duplicate', message)
  }

  /** A send that was tried only once, or is kept once, is where its acknowledgement says. */
  #checkAckedPlace(send: Send): void {
    const { kind, attempts, ackedAt, places } = send
    if (ackedAt === undefined || (kind !== 'idempotent' && attempts > 1)) return
    const elsewhere = places.find((place) => place !== ackedAt)
    if (elsewhere === undefined) return
    const invariant = kind === 'idempotent' && attempts > 1 ? 'B26' : 'ack-offset mismatch'
    throw this.#violation(invariant, `${describeSend(send)} is read at offset ${elsewhere}`)
  }

  #violation(invariant: string, message: string): Violation {
    return new Violation(invariant, `${this.name}: ${message}`)
  }
}
