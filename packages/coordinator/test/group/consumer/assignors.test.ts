import { describe, expect, test } from '@jest/globals'
import * as fc from 'fast-check'
import { partitionsIn, sizeOfAssignment, type Assignment } from '../../../src/group/consumer/assignment.ts'
import { assignors } from '../../../src/group/consumer/assignors/all.ts'
import type { Assignor, AssignorInput } from '../../../src/group/consumer/assignors/assignor.ts'

const uniform = assignors.get('uniform')!
const range = assignors.get('range')!

type Plan = Readonly<Record<string, Readonly<Record<string, readonly number[]>>>>

/** Members that all subscribe to `topics`, unless they are named in `subscriptions`. */
function input(
  topics: Readonly<Record<string, number>>,
  memberIds: readonly string[],
  {
    previous = {},
    subscriptions = {},
    instances = {}
  }: {
    readonly previous?: Plan
    readonly subscriptions?: Readonly<Record<string, readonly string[]>>
    readonly instances?: Readonly<Record<string, string>>
  } = {}
): AssignorInput {
  return {
    partitionCounts: new Map(Object.entries(topics)),
    members: memberIds.map((memberId) => ({
      memberId,
      instanceId: instances[memberId] ?? null,
      topicIds: new Set(subscriptions[memberId] ?? Object.keys(topics)),
      previous: new Map(Object.entries(previous[memberId] ?? {}))
    }))
  }
}

const plan = (assignments: ReadonlyMap<string, Assignment>): Plan =>
  Object.fromEntries(Array.from(assignments, ([memberId, assignment]) => [memberId, Object.fromEntries(assignment)]))

/** The same members after an assignment, with what it gave them. */
const after = ({ partitionCounts, members }: AssignorInput, assignor: Assignor): AssignorInput => {
  const assignments = assignor({ partitionCounts, members })
  return {
    partitionCounts,
    members: members.map((member) => ({ ...member, previous: assignments.get(member.memberId)! }))
  }
}

describe('range', () => {
  test('cuts each topic into ranges, the longer ones first', () => {
    expect(plan(range(input({ t: 7, u: 2 }, ['b', 'c', 'a'])))).toEqual({
      a: { t: [0, 1, 2], u: [0] },
      b: { t: [3, 4], u: [1] },
      c: { t: [5, 6] }
    })
  })

  test('static members come first, by instance id', () => {
    const members = input({ t: 3 }, ['a', 'x', 'y'], { instances: { x: 'i2', y: 'i1' } })
    expect(plan(range(members))).toEqual({ y: { t: [0] }, x: { t: [1] }, a: { t: [2] } })
  })

  test('only subscribers have a range of a topic', () => {
    const members = input({ t: 2, u: 2 }, ['a', 'b'], { subscriptions: { a: ['t'] } })
    expect(plan(range(members))).toEqual({ a: { t: [0] }, b: { t: [1], u: [0, 1] } })
  })
})

describe('uniform', () => {
  test('deals out all topics together', () => {
    const sizes = [...uniform(input({ t: 1, u: 1, v: 1 }, ['a', 'b', 'c'])).values()].map(sizeOfAssignment)
    expect(sizes).toEqual([1, 1, 1])
  })

  test('a member that comes takes no more than its share, and nothing else moves', () => {
    const before = input({ t: 6 }, ['b', 'c', 'a'], { previous: { b: { t: [0, 2, 4] }, c: { t: [1, 3, 5] } } })
    expect(plan(uniform(before))).toEqual({ a: { t: [4, 5] }, b: { t: [0, 2] }, c: { t: [1, 3] } })
  })

  test('who has one more than others keeps it', () => {
    const before = input({ t: 3 }, ['a', 'b'], { previous: { b: { t: [0, 1] }, a: { t: [2] } } })
    expect(plan(uniform(before))).toEqual({ a: { t: [2] }, b: { t: [0, 1] } })
  })

  test('partitions of a member that left go to the others', () => {
    const before = input({ t: 4 }, ['a'], { previous: { a: { t: [1, 3] } } })
    expect(plan(uniform(before))).toEqual({ a: { t: [0, 1, 2, 3] } })
  })

  test('members with different subscriptions are made as equal as these allow', () => {
    const members = input({ t: 4, u: 1 }, ['a', 'b'], { subscriptions: { b: ['u'] }, previous: { a: { u: [0] } } })
    expect(plan(uniform(members))).toEqual({ a: { t: [0, 1, 2, 3] }, b: { u: [0] } })
  })
})

const topicNames = ['t', 'u', 'v', 'w'] as const
const groupOf = (subscription: fc.Arbitrary<readonly string[]>): fc.Arbitrary<AssignorInput> =>
  fc
    .record({
      topics: fc.dictionary(fc.constantFrom(...topicNames), fc.nat(12), { minKeys: 1 }),
      members: fc.uniqueArray(fc.string({ minLength: 1, maxLength: 3 }), { minLength: 1, maxLength: 7 }),
      subscriptions: fc.array(subscription, { minLength: 7, maxLength: 7 })
    })
    .map(({ topics, members, subscriptions }) => {
      const wanted = members.map((_, index) => subscriptions[index]!.filter((topic) => topic in topics))
      const known = new Set(wanted.flat())
      const counts = Object.fromEntries(Object.entries(topics).filter(([topic]) => known.has(topic)))
      const byMember = Object.fromEntries(members.map((memberId, index) => [memberId, wanted[index]!]))
      return input(counts, members, { subscriptions: byMember })
    })
const anyGroup = groupOf(fc.subarray([...topicNames]))
const equalGroup = groupOf(fc.constant([...topicNames]))

/** Members that come and go, and topics that grow, between two assignments. */
const change = fc.record({ leaving: fc.nat(6), joining: fc.boolean(), grows: fc.nat(3) })

function changed(
  before: AssignorInput,
  { leaving, joining, grows }: typeof change extends fc.Arbitrary<infer T> ? T : never
) {
  const members = before.members.filter((_, index) => index !== leaving)
  const newest = { memberId: 'newest', instanceId: null, topicIds: before.members[0]!.topicIds, previous: new Map() }
  const counts = Array.from(before.partitionCounts, ([topicId, count], index): [string, number] => [
    topicId,
    index === 0 ? count + grows : count
  ])
  return { partitionCounts: new Map(counts), members: joining || members.length === 0 ? [...members, newest] : members }
}

function expectEachOnce({ partitionCounts, members }: AssignorInput, assignor: Assignor): void {
  const topics = new Set(members.flatMap(({ topicIds }) => [...topicIds]))
  const counts = new Map([...partitionCounts].filter(([topicId]) => topics.has(topicId)))
  const assignments = assignor({ partitionCounts: counts, members })
  const owners = new Map<string, string>()
  for (const { memberId, topicIds } of members) {
    for (const [topicId, partition] of partitionsIn(assignments.get(memberId)!)) {
      expect(topicIds.has(topicId)).toBe(true)
      expect(owners.has(`${topicId}-${partition}`)).toBe(false)
      owners.set(`${topicId}-${partition}`, memberId)
    }
  }
  expect(owners.size).toBe([...counts.values()].reduce((sum, count) => sum + count, 0))
}

describe.each([
  ['uniform', uniform],
  ['range', range]
])('%s, for any group', (_, assignor) => {
  test('each partition has exactly one member, which subscribes to it, before and after any change', () => {
    fc.assert(
      fc.property(anyGroup, change, (group, then) => {
        expectEachOnce(group, assignor)
        expectEachOnce(changed(after(group, assignor), then), assignor)
      })
    )
  })

  test('the order of members does not matter', () => {
    fc.assert(
      fc.property(anyGroup, ({ partitionCounts, members }) => {
        const turned = { partitionCounts, members: members.toReversed() }
        expect(plan(assignor(turned))).toEqual(plan(assignor({ partitionCounts, members })))
      })
    )
  })

  test('assigning again moves nothing', () => {
    fc.assert(
      fc.property(anyGroup, (group) => {
        expect(plan(assignor(after(group, assignor)))).toEqual(plan(assignor(group)))
      })
    )
  })
})

const sizesOf = (assignments: ReadonlyMap<string, Assignment>): number[] =>
  [...assignments.values()].map(sizeOfAssignment)

describe('uniform, for members that subscribe to the same', () => {
  test('sizes differ by one at most', () => {
    fc.assert(
      fc.property(equalGroup, change, (group, then) => {
        const sizes = sizesOf(uniform(changed(after(group, uniform), then)))
        expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(1)
      })
    )
  })

  test('a change moves only what it must', () => {
    fc.assert(
      fc.property(equalGroup, change, (group, then) => {
        const before = changed(after(group, uniform), then)
        const assignments = uniform(before)
        const total = [...before.partitionCounts.values()].reduce((sum, count) => sum + count, 0)
        const least = Math.floor(total / before.members.length)
        let extras = total % before.members.length
        let kept = 0
        let keepable = 0
        for (const { memberId, previous } of [...before.members].sort(
          (left, right) => sizeOfAssignment(right.previous) - sizeOfAssignment(left.previous)
        )) {
          const size = sizeOfAssignment(previous)
          keepable += Math.min(size, least + (extras-- > 0 ? 1 : 0))
          const mine = assignments.get(memberId)!
          for (const [topicId, partition] of partitionsIn(previous)) {
            if (mine.get(topicId)?.includes(partition) === true) kept++
          }
        }
        expect(kept).toBe(keepable)
      })
    )
  })
})

test('uniform, for members that subscribe to different topics: no single move makes two members more equal', () => {
  fc.assert(
    fc.property(anyGroup, (group) => {
      const assignments = uniform(group)
      const sizes = new Map(
        Array.from(assignments, ([memberId, partitions]) => [memberId, sizeOfAssignment(partitions)])
      )
      for (const { memberId } of group.members) {
        for (const topicId of assignments.get(memberId)!.keys()) {
          for (const other of group.members) {
            if (!other.topicIds.has(topicId)) continue
            expect(sizes.get(memberId)! - sizes.get(other.memberId)!).toBeLessThan(2)
          }
        }
      }
    })
  )
})
