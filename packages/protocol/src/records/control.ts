import { encodeEndTxnMarker } from '../messages/end-txn-marker.ts'
import { encodeVersioned } from '../versioned.ts'
import { buildRecordBatch } from './build.ts'

/** What the key of a control record says. Only the first two are in the logs of clients' topics. */
export const ControlRecordType = { ABORT: 0, COMMIT: 1 } as const
export type ControlRecordType = (typeof ControlRecordType)[keyof typeof ControlRecordType]

export interface EndTransaction {
  readonly type: ControlRecordType
  readonly producerId: number
  readonly producerEpoch: number
  readonly coordinatorEpoch: number
  readonly timestamp: number
}

/** The batch that ends a transaction in a partition: one control record (KIP-98). */
export function buildEndTransactionBatch(marker: EndTransaction): Buffer {
  const { type, producerId, producerEpoch, coordinatorEpoch, timestamp } = marker
  const key = Buffer.from([0, 0, 0, type])
  const value = encodeVersioned(encodeEndTxnMarker, { coordinatorEpoch }, { version: 0 })
  return buildRecordBatch({
    records: [{ key, value, timestamp }],
    producerId,
    producerEpoch,
    transactional: true,
    control: true
  })
}

/** The type that the key of a control record holds; undefined for types that are not about transactions. */
export function controlRecordTypeOf(key: Buffer | null): ControlRecordType | undefined {
  if (key === null || key.length < 4) return undefined
  const type = key.readInt16BE(2)
  return type === ControlRecordType.ABORT || type === ControlRecordType.COMMIT ? type : undefined
}
