import {
  batchesOf,
  type BatchHeader,
  controlRecordTypeOf,
  ControlRecordType,
  isControl,
  recordsOf
} from '@gregor/protocol'
import { Violation } from '../../types.ts'
import { describeSend, type NewSend, type Send, Sends } from '../history/sends.ts'

/** A batch as readers found it: of a producer, or the marker that ends a transaction. */
export type ServedItem = { readonly header: BatchHeader } & (
  | { readonly type: 'data'; readonly send: Send }
  | { readonly type: 'marker'; readonly commits: boolean }
)

/** All that clients did to one partition of transactions, and were told of it. */
export class TransactionLog {
  readonly topic: string
  readonly index: number
  readonly name: string
  readonly #sends = new Sends()
  readonly #served = new Map<number, { readonly item: ServedItem; readonly bytes: Buffer }>()

  constructor(topic: string, index: number) {
    this.topic = topic
    this.index = index
    this.name = `${topic}-${index}`
  }

  get sends(): readonly Send[] {
    return this.#sends.all
  }

  begin(send: NewSend): Send {
    return this.#sends.add(send)
  }

  served(baseOffset: number): ServedItem | undefined {
    return this.#served.get(baseOffset)?.item
  }

  acknowledged(send: Send, baseOffset: number): void {
    if (baseOffset < 0) throw this.violation('B29', `${describeSend(send)} is acknowledged at offset ${baseOffset}`)
    send.ackedAt ??= baseOffset
    this.#checkPlaces(send)
  }

  /** What a leader answered to a fetch from `from`, in order and without gaps, all of it below `limit`. */
  take(
    records: Buffer,
    { from, limit, limitName }: { readonly from: number; readonly limit: number; readonly limitName: string }
  ): ServedItem[] {
    const items: ServedItem[] = []
    let next = from
    for (const header of batchesOf(records)) {
      const { baseOffset, lastOffset } = header
      const follows = items.length === 0 ? baseOffset <= next && lastOffset >= next : baseOffset === next
      if (!follows) throw this.violation('poll-skip', `asked for offset ${next} and got ${baseOffset}-${lastOffset}`)
      if (lastOffset >= limit) {
        const invariant = limitName === 'last stable offset' ? 'T3' : 'P13'
        throw this.violation(invariant, `offset ${lastOffset} is served with a ${limitName} of ${limit}`)
      }
      items.push(this.#serve(header, records))
      next = lastOffset + 1
    }
    return items
  }

  violation(invariant: string, message: string): Violation {
    return new Violation(invariant, `${this.name}: ${message}`)
  }

  #serve(header: BatchHeader, records: Buffer): ServedItem {
    const { baseOffset, position, sizeBytes } = header
    const view = records.subarray(position, position + sizeBytes)
    const known = this.#served.get(baseOffset)
    if (known !== undefined) {
      if (known.bytes.equals(view)) return known.item
      throw this.violation('P13', `offset ${baseOffset} was served before with other bytes`)
    }
    const item = this.#itemOf(header, view)
    this.#served.set(baseOffset, { item, bytes: Buffer.from(view) })
    if (item.type === 'data') {
      item.send.places.push(baseOffset)
      this.#checkPlaces(item.send)
    }
    return item
  }

  #itemOf(header: BatchHeader, view: Buffer): ServedItem {
    if (!isControl(header.attributes)) {
      const send = this.#sends.find(view)
      if (send !== undefined) return { type: 'data', header, send }
      throw this.violation('S1', `offset ${header.baseOffset} holds a batch that nobody sent`)
    }
    const [record] = recordsOf(view, { decompressedBytesMax: view.length })
    const type = controlRecordTypeOf(record?.key ?? null)
    if (type === undefined) throw this.violation('S1', `offset ${header.baseOffset} holds an unknown control record`)
    return { type: 'marker', header, commits: type === ControlRecordType.COMMIT }
  }

  /** A batch is in the log once, and where its acknowledgement says. */
  #checkPlaces(send: Send): void {
    const { places, ackedAt } = send
    if (places.length > 1) throw this.violation('T1', `${describeSend(send)} is at offsets ${places.join(', ')}`)
    const elsewhere = ackedAt === undefined ? undefined : places.find((place) => place !== ackedAt)
    if (elsewhere !== undefined) throw this.violation('B26', `${describeSend(send)} is read at offset ${elsewhere}`)
  }
}
