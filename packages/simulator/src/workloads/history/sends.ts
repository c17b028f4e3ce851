import { BATCH, crcOf } from '@gregor/protocol'

/** What a producer asks for, and so what it may count on. */
export type SendKind = 'idempotent' | 'all' | 'one'

/** One batch that a producer sends to one partition, over all its attempts. */
export interface Send {
  /** Who sent it: the name of the producer, the same over all its ids and epochs. */
  readonly producer: string
  /** Count of the producer's batches to this partition before this one. */
  readonly number: number
  readonly kind: SendKind
  /** As sent: base offset 0, leader epoch -1. */
  readonly bytes: Buffer
  readonly recordCount: number
  attempts: number
  /** Attempts that may have been appended: all but those that were refused for certain. */
  possible: number
  /** The base offset of its acknowledgement. */
  ackedAt: number | undefined
  /** Base offsets at which readers found it. */
  readonly places: number[]
}

export type NewSend = Pick<Send, 'producer' | 'number' | 'kind' | 'bytes' | 'recordCount'>

export const describeSend = ({ producer, number, kind, attempts, ackedAt }: Send): string =>
  `batch ${number} of ${producer} (${kind}, ${attempts} attempts, ${ackedAt === undefined ? 'not acknowledged' : `acknowledged at ${ackedAt}`})`

/** All that was sent to one partition, found by the bytes. */
export class Sends {
  readonly #byCrc = new Map<number, Send[]>()
  readonly all: Send[] = []

  add(start: NewSend): Send {
    const send: Send = { ...start, attempts: 0, possible: 0, ackedAt: undefined, places: [] }
    this.all.push(send)
    const crc = crcOf(send.bytes)
    const same = this.#byCrc.get(crc)
    if (same === undefined) this.#byCrc.set(crc, [send])
    else same.push(send)
    return send
  }

  /** The send whose bytes these are, but for base offset and leader epoch, which the leader sets. */
  find(batch: Buffer): Send | undefined {
    return this.#byCrc.get(crcOf(batch))?.find(({ bytes }) => sameButForPlace(bytes, batch))
  }
}

function sameButForPlace(sent: Buffer, read: Buffer): boolean {
  if (sent.length !== read.length) return false
  return (
    sent.compare(read, BATCH.MAGIC, read.length, BATCH.MAGIC, sent.length) === 0 &&
    sent.readInt32BE(BATCH.LENGTH) === read.readInt32BE(BATCH.LENGTH)
  )
}
