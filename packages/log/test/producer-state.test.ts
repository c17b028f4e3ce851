import { describe, expect, test } from '@jest/globals'
import { ProducerEpoch, ProducerId, TimestampMs } from '@gregor/base'
import { ControlRecordType, ErrorCode } from '@gregor/protocol'
import { decodeProducerSnapshot, encodeProducerSnapshot } from '../src/producer-snapshot.ts'
import { type EndMarker, type ProducedBatch, ProducerStates, SEQUENCE_MODULUS } from '../src/producer-state.ts'
import { at } from './support/logs.ts'

const NONE_UNSTABLE = -1

function batch(
  sequence: number,
  options: { count?: number; epoch?: number; id?: number; transactional?: boolean } = {}
): ProducedBatch {
  return {
    producerId: ProducerId(options.id ?? 1),
    producerEpoch: ProducerEpoch(options.epoch ?? 0),
    baseSequence: sequence,
    lastOffsetDelta: (options.count ?? 1) - 1,
    maxTimestampMs: TimestampMs(1000),
    transactional: options.transactional ?? false
  }
}

/** What the partition says to a batch: 'append', 'repeat of <first offset>', or the name of an error. */
function verdict(states: ProducerStates, produced: ProducedBatch): string {
  const checked = states.check(produced)
  if (!checked.ok) return Object.entries(ErrorCode).find(([, code]) => code === checked.error.code)![0]
  return checked.value === undefined ? 'append' : `repeat of ${checked.value.lastOffset - checked.value.offsetDelta}`
}

describe('a producer', () => {
  test('without state may start at any sequence when its state may have been forgotten', () => {
    const states = new ProducerStates()
    states.forgetful()
    expect(verdict(states, batch(17))).toBe('append')
  })

  test('seed 1002: starts with its first sequence where nothing was forgotten', () => {
    const states = new ProducerStates()
    expect(verdict(states, batch(1))).toBe('OUT_OF_ORDER_SEQUENCE_NUMBER')
    expect(verdict(states, batch(0))).toBe('append')
  })

  test('appends in sequence, and nothing else', () => {
    const states = new ProducerStates()
    states.append(batch(0, { count: 3 }), at(0))
    expect(verdict(states, batch(3))).toBe('append')
    expect(verdict(states, batch(4))).toBe('OUT_OF_ORDER_SEQUENCE_NUMBER')
    expect(verdict(states, batch(1))).toBe('OUT_OF_ORDER_SEQUENCE_NUMBER')
  })

  test('is told the offset of any of its last five batches when it sends one again', () => {
    const states = new ProducerStates()
    for (let sequence = 0; sequence < 6; sequence++) states.append(batch(sequence), at(100 + sequence))
    expect(verdict(states, batch(0))).toBe('OUT_OF_ORDER_SEQUENCE_NUMBER')
    for (let sequence = 1; sequence < 6; sequence++)
      expect(verdict(states, batch(sequence))).toBe(`repeat of ${100 + sequence}`)
  })

  test('sends a repeat only when first and last sequence are the same', () => {
    const states = new ProducerStates()
    states.append(batch(0, { count: 4 }), at(0))
    expect(verdict(states, batch(0, { count: 4 }))).toBe('repeat of 0')
    expect(verdict(states, batch(2, { count: 2 }))).toBe('OUT_OF_ORDER_SEQUENCE_NUMBER')
  })

  test('goes on at 0 after the last sequence number', () => {
    const states = new ProducerStates()
    states.append(batch(SEQUENCE_MODULUS - 2, { count: 2 }), at(0))
    expect(verdict(states, batch(0))).toBe('append')
    states.append(batch(SEQUENCE_MODULUS - 1, { count: 3, id: 2 }), at(2))
    expect(verdict(states, batch(2, { id: 2 }))).toBe('append')
    expect(verdict(states, batch(SEQUENCE_MODULUS - 1, { count: 3, id: 2 }))).toBe('repeat of 2')
  })

  test('is fenced by a newer epoch, which begins at sequence 0', () => {
    const states = new ProducerStates()
    states.append(batch(5, { epoch: 3 }), at(0))
    expect(verdict(states, batch(6, { epoch: 2 }))).toBe('INVALID_PRODUCER_EPOCH')
    expect(verdict(states, batch(6, { epoch: 4 }))).toBe('OUT_OF_ORDER_SEQUENCE_NUMBER')
    expect(verdict(states, batch(0, { epoch: 4 }))).toBe('append')
    states.append(batch(0, { epoch: 4 }), at(1))
    expect(verdict(states, batch(5, { epoch: 3 }))).toBe('INVALID_PRODUCER_EPOCH')
  })

  test('is forgotten after its expiration, unless a transaction of it is open', () => {
    const states = new ProducerStates()
    states.append(batch(0), at(0))
    states.append(batch(0, { id: 2, transactional: true }), at(1))
    expect(states.expire(50, 1000)).toBe(0)
    expect(states.expire(1049, 1000)).toBe(0)
    expect(states.expire(1050, 1000)).toBe(1)
    expect(states.active().map(({ producerId }) => producerId)).toEqual([2])
    expect(verdict(states, batch(40))).toBe('append')
  })

  test('seed 41: counts as silent from when it was silent here, whatever timestamps its batches carry', () => {
    const states = new ProducerStates()
    states.append(batch(0), at(0))
    expect(states.expire(1_000_000, 1000)).toBe(0)
    states.append(batch(1), at(1))
    expect(states.expire(1_000_900, 1000)).toBe(0)
    expect(states.expire(1_001_500, 1000)).toBe(0)
    expect(verdict(states, batch(1))).toMatch(/^repeat/)
  })
})

describe('a transaction', () => {
  const marker = {
    type: ControlRecordType.COMMIT,
    producerId: ProducerId(1),
    producerEpoch: ProducerEpoch(0),
    coordinatorEpoch: 4,
    timestampMs: TimestampMs(1)
  }

  test('holds readers at its first offset until its end marker is below the high watermark', () => {
    const states = new ProducerStates()
    expect(states.firstUnstableOffset(at(10))).toBe(NONE_UNSTABLE)
    states.append(batch(0, { transactional: true }), at(10))
    states.append(batch(0, { id: 2, transactional: true }), at(11))
    states.append(batch(1, { transactional: true }), at(12))
    expect(states.firstUnstableOffset(at(13))).toBe(10)
    states.appendMarker(marker, at(13))
    expect(states.firstUnstableOffset(at(13))).toBe(10)
    expect(states.firstUnstableOffset(at(14))).toBe(11)
    states.appendMarker({ ...marker, producerId: ProducerId(2) }, at(14))
    expect(states.firstUnstableOffset(at(15))).toBe(NONE_UNSTABLE)
  })

  test('excludes batches of the same producer that are not part of it', () => {
    const states = new ProducerStates()
    states.append(batch(0, { transactional: true }), at(0))
    expect(verdict(states, batch(1))).toBe('INVALID_TXN_STATE')
    expect(verdict(states, batch(1, { transactional: true }))).toBe('append')
  })

  test('is not ended by a coordinator that another has replaced', () => {
    const states = new ProducerStates()
    states.append(batch(0, { transactional: true }), at(0))
    states.appendMarker(marker, at(1))
    expect(refusal(states, { coordinatorEpoch: 3 })).toBe(ErrorCode.TRANSACTION_COORDINATOR_FENCED)
    expect(refusal(states, { coordinatorEpoch: 4 })).toBeUndefined()
    expect(refusal(states, { producerEpoch: ProducerEpoch(-1) })).toBe(ErrorCode.INVALID_PRODUCER_EPOCH)
  })

  function refusal(states: ProducerStates, change: Partial<EndMarker>, transactionVersion = 1): number | undefined {
    return states.checkMarker({ ...marker, ...change }, transactionVersion)?.code
  }

  test('of version 1 is ended by a marker of its own epoch, or of a later one', () => {
    const states = new ProducerStates()
    states.append(batch(0, { epoch: 3, transactional: true }), at(0))
    expect(refusal(states, { producerEpoch: ProducerEpoch(2) })).toBe(ErrorCode.INVALID_PRODUCER_EPOCH)
    expect(refusal(states, { producerEpoch: ProducerEpoch(3) })).toBeUndefined()
    expect(refusal(states, { producerEpoch: ProducerEpoch(4) })).toBeUndefined()
  })

  test('of version 2 is ended by a marker of a later epoch only, which may come twice', () => {
    const states = new ProducerStates()
    states.append(batch(0, { epoch: 3, transactional: true }), at(0))
    expect(refusal(states, { producerEpoch: ProducerEpoch(3) }, 2)).toBe(ErrorCode.INVALID_PRODUCER_EPOCH)
    const ending = { producerEpoch: ProducerEpoch(4) }
    expect(refusal(states, ending, 2)).toBeUndefined()
    states.appendMarker({ ...marker, ...ending }, at(1))
    expect(refusal(states, ending, 2)).toBeUndefined()
    states.append(batch(0, { epoch: 4, transactional: true }), at(2))
    expect(refusal(states, ending, 2)).toBe(ErrorCode.INVALID_PRODUCER_EPOCH)
  })

  test('says what readers must know when it is aborted, and only then', () => {
    const states = new ProducerStates()
    states.append(batch(0, { transactional: true }), at(5))
    states.append(batch(0, { id: 2, transactional: true }), at(7))
    const abort = { ...marker, type: ControlRecordType.ABORT }
    const aborted = states.appendMarker(abort, at(9))
    expect(aborted).toEqual({ producerId: 1, firstOffset: 5, lastOffset: 9, lastStableOffset: 7 })
    expect(states.appendMarker(abort, at(10))).toBeUndefined()
    expect(states.appendMarker({ ...marker, producerId: ProducerId(2) }, at(11))).toBeUndefined()
  })

  test('is told to who asks for the producers, with the coordinator that ended the last one', () => {
    const states = new ProducerStates()
    states.append(batch(0, { transactional: true }), at(5))
    expect(states.active()).toMatchObject([{ coordinatorEpoch: -1, currentTransactionStartOffset: 5 }])
    states.appendMarker(marker, at(6))
    expect(states.active()).toMatchObject([{ coordinatorEpoch: 4, currentTransactionStartOffset: -1 }])
  })

  test('that is open is known by its epoch, and its end by another guard', () => {
    const states = new ProducerStates()
    const [producerId, producerEpoch] = [ProducerId(1), ProducerEpoch(0)]
    expect(states.transactionOf({ producerId, producerEpoch })).toEqual({ open: false, guard: -1 })
    states.append(batch(0, { transactional: true }), at(0))
    expect(states.transactionOf({ producerId, producerEpoch })).toEqual({ open: true, guard: -1 })
    expect(states.transactionOf({ producerId, producerEpoch: ProducerEpoch(1) }).open).toBe(false)
    states.appendMarker(marker, at(1))
    expect(states.transactionOf({ producerId, producerEpoch })).toEqual({ open: false, guard: 1 })
  })

  test('that a snapshot holds is in its place among those that begin later', () => {
    const states = new ProducerStates()
    for (const [id, offset] of [
      [5, 40],
      [3, 50],
      [4, 60]
    ] as const)
      states.append(batch(0, { id, transactional: true }), at(offset))
    const restored = new ProducerStates()
    restored.restore(decodeProducerSnapshot(encodeProducerSnapshot([...states.entries()].toReversed()))!)
    expect(restored.firstUnstableOffset(at(100))).toBe(40)
    restored.appendMarker({ ...marker, producerId: ProducerId(5) }, at(99))
    expect(restored.firstUnstableOffset(at(100))).toBe(50)
  })
})

describe('a producer snapshot', () => {
  function someStates(): ProducerStates {
    const states = new ProducerStates()
    for (let sequence = 0; sequence < 7; sequence++) states.append(batch(sequence * 2, { count: 2 }), at(sequence * 2))
    states.append(batch(0, { id: 9, epoch: 3, transactional: true }), at(14))
    return states
  }

  test('brings back all that is known, the remembered batches included', () => {
    const entries = [...someStates().entries()]
    expect(decodeProducerSnapshot(encodeProducerSnapshot(entries))).toEqual(entries)
  })

  test('is one of Kafka when the older batches are left out: then one batch of each producer is remembered', () => {
    const entries = [...someStates().entries()].map((entry) => ({ ...entry, batches: entry.batches.slice(-1) }))
    const bytes = encodeProducerSnapshot(entries)
    expect(bytes.length).toBe(10 + 2 * 46)
    expect(decodeProducerSnapshot(bytes)).toEqual(entries)
  })

  test('is refused when any byte is damaged or missing', () => {
    const bytes = encodeProducerSnapshot([...someStates().entries()])
    for (let index = 0; index < bytes.length; index++) {
      const damaged = Buffer.from(bytes)
      damaged[index]! ^= 1
      expect(decodeProducerSnapshot(damaged)).toBeUndefined()
      expect(decodeProducerSnapshot(bytes.subarray(0, index))).toBeUndefined()
    }
  })
})
