import { BrokerId } from '@gregor/base'
import { describe, expect, test } from '@jest/globals'
import * as fc from 'fast-check'
import { placeReplicas, type PlacementBroker } from '../src/index.ts'

const brokers: fc.Arbitrary<PlacementBroker[]> = fc
  .uniqueArray(fc.record({ id: fc.nat(100), rack: fc.option(fc.constantFrom('a', 'b', 'c'), { nil: undefined }) }), {
    minLength: 1,
    maxLength: 9,
    selector: ({ id }) => id
  })
  .map((list) => list.map(({ id, rack }) => ({ id: BrokerId(id), rack })))

interface Case {
  readonly brokers: readonly PlacementBroker[]
  readonly partitionCount: number
  readonly factor: number
  readonly start: number
}

const cases: fc.Arbitrary<Case> = fc.record({
  brokers,
  partitionCount: fc.integer({ min: 1, max: 40 }),
  factor: fc.nat(8),
  start: fc.nat(50)
})

function place({ brokers: all, partitionCount, factor, start }: Case): BrokerId[][] {
  return placeReplicas({ brokers: all, partitionCount, replicationFactor: Math.min(factor + 1, all.length), start })
}

describe('placement', () => {
  test('replicas of a partition are different brokers', () => {
    fc.assert(
      fc.property(cases, (one) => {
        for (const replicas of place(one)) {
          expect(new Set(replicas).size).toBe(Math.min(one.factor + 1, one.brokers.length))
        }
      })
    )
  })

  test('leaders differ by at most one partition', () => {
    fc.assert(
      fc.property(cases, (one) => {
        const counts = new Map(one.brokers.map(({ id }) => [id, 0]))
        for (const [leader] of place(one)) counts.set(leader!, counts.get(leader!)! + 1)
        expect(Math.max(...counts.values()) - Math.min(...counts.values())).toBeLessThanOrEqual(1)
      })
    )
  })

  test('a partition is in as many racks as it can be', () => {
    fc.assert(
      fc.property(cases, (one) => {
        const rackOf = new Map(one.brokers.map(({ id, rack }) => [id, rack ?? `broker ${id}`]))
        const racks = new Set(rackOf.values()).size
        for (const replicas of place(one)) {
          const used = new Set(replicas.map((broker) => rackOf.get(broker)))
          expect(used.size).toBe(Math.min(racks, replicas.length))
        }
      })
    )
  })

  test('a topic that grows goes on where it stopped', () => {
    fc.assert(
      fc.property(cases, fc.nat(20), (one, cut) => {
        const all = place(one)
        const firstPartition = Math.min(cut, one.partitionCount)
        const { brokers: list, partitionCount, start } = one
        const rest = placeReplicas({
          brokers: list,
          partitionCount: partitionCount - firstPartition,
          replicationFactor: all[0]!.length,
          start,
          firstPartition
        })
        expect(rest).toEqual(all.slice(firstPartition))
      })
    )
  })

  test('the followers of one leader are spread over all other brokers', () => {
    const list = [1, 2, 3, 4, 5].map((id) => ({ id: BrokerId(id), rack: undefined }))
    const placed = placeReplicas({ brokers: list, partitionCount: 20, replicationFactor: 2, start: 0 })
    const followers = new Set(placed.filter(([leader]) => leader === 1).map(([, follower]) => follower))
    expect(followers).toEqual(new Set([2, 3, 4, 5]))
  })
})
