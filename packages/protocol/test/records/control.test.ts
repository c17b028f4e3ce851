import { describe, expect, test } from '@jest/globals'
import { isControl, isTransactional, readBatchHeader } from '../../src/records/batch.ts'
import { buildEndTransactionBatch, ControlRecordType, controlRecordTypeOf } from '../../src/records/control.ts'
import { recordsOf } from '../../src/records/read.ts'

describe('the end of a transaction', () => {
  const marker = { producerId: 4000, producerEpoch: 7, coordinatorEpoch: 3, timestamp: 1_700_000_000_000 }

  test.each(Object.entries(ControlRecordType))('%s is one control record of the producer', (_name, type) => {
    const batch = buildEndTransactionBatch({ ...marker, type })
    const header = readBatchHeader(batch)
    expect(header).toMatchObject({ producerId: 4000, producerEpoch: 7, baseSequence: -1, count: 1 })
    expect([isControl(header.attributes), isTransactional(header.attributes)]).toEqual([true, true])
    const [record] = recordsOf(batch, { decompressedBytesMax: 1000 })
    expect(controlRecordTypeOf(record!.key)).toBe(type)
    expect(record!.value).toEqual(Buffer.from([0, 0, 0, 0, 0, 3]))
  })

  test('keys of other control records have no type here', () => {
    expect([null, Buffer.of(0), Buffer.from([0, 0, 0, 2])].map(controlRecordTypeOf)).toEqual(Array(3).fill(undefined))
  })
})
