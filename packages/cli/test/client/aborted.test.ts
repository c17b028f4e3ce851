import { expect, test } from '@jest/globals'
import {
  batchesOf,
  buildEndTransactionBatch,
  buildRecordBatch,
  ControlRecordType,
  isControl,
  type NewRecord
} from '@gregor/protocol'
import { createAbortedFilter } from '../../src/client/aborted.ts'

const record: NewRecord = { key: null, value: Buffer.from('x'), timestamp: 0 }
const data = (producerId: number, transactional = true): Buffer =>
  buildRecordBatch({ records: [record], producerId, producerEpoch: 0, baseSequence: 0, transactional })
const end = (producerId: number, type: ControlRecordType): Buffer =>
  buildEndTransactionBatch({ type, producerId, producerEpoch: 0, coordinatorEpoch: 0, timestamp: 0 })

/** Batches of one record each, from offset 0. */
function log(...batches: readonly Buffer[]): Buffer {
  for (const [offset, batch] of batches.entries()) batch.writeBigInt64BE(BigInt(offset), 0)
  return Buffer.concat(batches)
}

/** Offsets of the records that a reader of what is committed gets. */
function readable(bytes: Buffer, aborted: Parameters<typeof createAbortedFilter>[1]): number[] {
  const isAborted = createAbortedFilter(bytes, aborted)
  const offsets: number[] = []
  for (const batch of batchesOf(bytes))
    if (!isAborted(batch) && !isControl(batch.attributes)) offsets.push(batch.lastOffset)
  return offsets
}

test('leaves out what was aborted, of each producer from the first offset to the marker', () => {
  const { ABORT, COMMIT } = ControlRecordType
  const bytes = log(
    data(1), // 0: aborted
    data(2), // 1: committed
    data(9, false), // 2: of no transaction
    data(1), // 3: aborted
    end(1, ABORT),
    data(1), // 5: committed
    end(1, COMMIT),
    end(2, COMMIT),
    data(1), // 8: aborted
    data(2), // 9: aborted
    end(2, ABORT),
    end(1, ABORT)
  )
  const aborted = [
    { producerId: 1, firstOffset: 8 },
    { producerId: 1, firstOffset: 0 },
    { producerId: 2, firstOffset: 9 }
  ]
  expect(readable(bytes, aborted)).toEqual([1, 2, 5])
  expect(readable(bytes, [])).toEqual([0, 1, 2, 3, 5, 8, 9])
})
