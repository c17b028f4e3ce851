import { describe, expect, test } from '@jest/globals'
import { ControlRecordType, buildEndTransactionBatch, buildRecordBatch, setBaseOffset } from '@gregor/protocol'
import { MarkedLog, takeCommitted } from './committed-records.ts'

/** A batch of a producer's transaction at an offset. */
function batch(producerId: number, baseOffset: number, values: readonly string[]): Buffer {
  const records = values.map((value) => ({ key: null, value: Buffer.from(value), timestamp: 0 }))
  return buildRecordBatch({
    records,
    baseOffset,
    producerId,
    producerEpoch: 0,
    baseSequence: baseOffset,
    transactional: true
  })
}

function marker(producerId: number, offset: number, type: ControlRecordType): Buffer {
  const bytes = buildEndTransactionBatch({ type, producerId, producerEpoch: 0, coordinatorEpoch: 0, timestamp: 0 })
  setBaseOffset(bytes, 0, offset)
  return bytes
}

// Producer 1 commits a and b; producer 2, between them, aborts x and y, and then commits c; d of producer 1 is open.
const log = [
  batch(1, 0, ['a']),
  batch(2, 1, ['x', 'y']),
  batch(1, 3, ['b']),
  marker(2, 4, ControlRecordType.ABORT),
  batch(2, 5, ['c']),
  marker(1, 6, ControlRecordType.COMMIT),
  marker(2, 7, ControlRecordType.COMMIT),
  batch(1, 8, ['d'])
]
const aborted = [{ producerId: 2, firstOffset: 1 }]
const valuesOf = (records: readonly { readonly value: string }[]) => records.map(({ value }) => value)

describe('a read_committed reader takes', () => {
  test('what the leader does not say is aborted, and goes on behind the last batch', () => {
    const { records, next } = takeCommitted(Buffer.concat(log.slice(0, 7)), { from: 0, aborted })
    expect(valuesOf(records)).toEqual(['a', 'b', 'c'])
    expect(next).toBe(8)
  })

  test('nothing of a transaction that was aborted and that it begins in the middle of', () => {
    const { records } = takeCommitted(Buffer.concat(log.slice(1, 7)), { from: 2, aborted })
    expect(valuesOf(records)).toEqual(['b', 'c'])
  })

  test('only the end of a batch that it asked for the middle of', () => {
    const { records } = takeCommitted(batch(1, 10, ['e', 'f', 'g']), { from: 11, aborted: [] })
    expect(records.map(({ offset, value }) => `${offset} ${value}`)).toEqual(['11 f', '12 g'])
  })

  test('nothing of an empty answer, and stays', () => {
    expect(takeCommitted(Buffer.alloc(0), { from: 7, aborted })).toEqual({ records: [], next: 7 })
  })
})

test('markers say what of a log is committed, in the order of offsets, over segments', () => {
  const marked = new MarkedLog()
  marked.add(Buffer.concat(log.slice(0, 3)))
  marked.add(Buffer.concat(log.slice(3)))
  expect(marked.committed.map(({ offset, value }) => `${offset} ${value}`)).toEqual(['0 a', '3 b', '5 c'])
  expect(marked.next).toBe(9)
})
