import { describe, expect, test } from '@jest/globals'
import * as fc from 'fast-check'
import type { ConfChange } from '../src/index.ts'
import { type Sight, sights } from './support/invariants.ts'
import { SimCluster, type SimClusterOptions } from './support/sim-cluster.ts'
import type { SimNode } from './support/sim-node.ts'

/**
 * One thing that happens, to members and messages chosen by number, modulo how many there are. `leader` counts only those
 * who lead, if anyone does. `side` is a set of members, as bits: a side of a partition of the network.
 */
type Event =
  | {
      readonly type: 'tick' | 'tickALot' | 'write' | 'campaign' | 'forgetLeader' | 'compact' | 'read' | 'loseDisk'
      readonly who: number
    }
  | { readonly type: 'apply' | 'deliverTo'; readonly who: number; readonly amount: number }
  | { readonly type: 'propose' | 'transfer'; readonly leader: number; readonly amount: number }
  | { readonly type: 'change'; readonly leader: number; readonly change: ConfChange }
  | { readonly type: 'deliver' | 'duplicate' | 'drop'; readonly which: number }
  | { readonly type: 'crash'; readonly who: number; readonly writesKept: number; readonly commitKept: boolean }
  | { readonly type: 'restart'; readonly who: number; readonly keepState: boolean }
  | { readonly type: 'work' | 'workUnwritten' | 'replaceDisk'; readonly side: number; readonly amount: number }
  | { readonly type: 'elect'; readonly side: number; readonly who: number; readonly amount: number }

const memberCount = 6
const electionTicks = 5
const who = fc.nat(memberCount - 1)
const amount = fc.nat(20)
const which = fc.nat(200)
const side = fc.integer({ min: 1, max: 2 ** memberCount - 1 })
const is = <const Type extends string>(...types: readonly Type[]): fc.Arbitrary<Type> => fc.constantFrom(...types)

const faults: fc.WeightedArbitrary<Event>[] = [
  { weight: 6, arbitrary: fc.record({ type: is('deliver', 'duplicate', 'drop'), which }) },
  { weight: 4, arbitrary: fc.record({ type: is('deliverTo'), who, amount }) },
  {
    weight: 4,
    arbitrary: fc.record({ type: is('tick', 'tickALot', 'write', 'campaign', 'forgetLeader', 'compact'), who })
  },
  { weight: 3, arbitrary: fc.record({ type: is('crash'), who, writesKept: fc.nat(3), commitKept: fc.boolean() }) },
  { weight: 3, arbitrary: fc.record({ type: is('restart'), who, keepState: fc.boolean() }) }
]

/** Without these, schedules would hardly get beyond elections. */
const works: fc.WeightedArbitrary<Event>[] = [
  { weight: 6, arbitrary: fc.record({ type: is('work', 'workUnwritten'), side, amount: fc.nat(60) }) },
  { weight: 4, arbitrary: fc.record({ type: is('elect'), side, who, amount: fc.nat(40) }) },
  { weight: 6, arbitrary: fc.record({ type: is('propose'), leader: who, amount }) },
  { weight: 2, arbitrary: fc.record({ type: is('apply'), who, amount }) },
  { weight: 3, arbitrary: fc.record({ type: is('read'), who }) },
  { weight: 1, arbitrary: fc.record({ type: is('transfer'), leader: who, amount }) }
]

const confChange: fc.Arbitrary<ConfChange> = fc.record({
  steps: fc.array(
    fc.record({ type: is('addVoter', 'addLearner', 'remove'), id: fc.integer({ min: 1, max: memberCount }) }),
    {
      maxLength: 3
    }
  ),
  transition: is('auto', 'joint', 'jointExplicit')
})

const changes: fc.WeightedArbitrary<Event>[] = [
  { weight: 5, arbitrary: fc.record({ type: is('change'), leader: who, change: confChange }) }
]

const diskLosses: fc.WeightedArbitrary<Event>[] = [
  { weight: 2, arbitrary: fc.record({ type: is('loseDisk'), who }) },
  { weight: 3, arbitrary: fc.record({ type: is('replaceDisk'), side, amount: fc.nat(60) }) }
]

const cluster = (members: number): fc.Arbitrary<SimClusterOptions> =>
  fc.record({
    seed: fc.nat(),
    voters: fc.integer({ min: 1, max: 5 }),
    members: fc.constant(members),
    viewAhead: fc.boolean(),
    config: fc.record({
      electionTicks: fc.constant(electionTicks),
      preVote: fc.boolean(),
      checkQuorum: fc.boolean(),
      // Small, so that the limits are met.
      appendBytesMax: fc.integer({ min: 1, max: 200 }),
      inflightMessagesMax: fc.integer({ min: 1, max: 4 }),
      inflightBytesMax: fc.integer({ min: 1, max: 400 }),
      applyingBytesMax: fc.integer({ min: 1, max: 400 }),
      uncommittedBytesMax: fc.integer({ min: 1, max: 800 }),
      pendingReadsMax: fc.integer({ min: 1, max: 4 })
    })
  })

const pick = <Item>(items: readonly Item[], position: number): Item | undefined => items[position % items.length]

function run(group: SimCluster, event: Event): void {
  if ('which' in event) {
    if (group.network.length === 0) return
    const position = event.which % group.network.length
    if (event.type === 'drop') group.drop(position)
    else group.deliver(position, { keep: event.type === 'duplicate' })
  } else if ('side' in event) {
    runOnSide(group, event)
  } else if ('leader' in event) {
    const leaders = group.members.filter(({ node }) => node?.status().role === 'leader')
    const leader = pick(leaders.length > 0 ? leaders : group.members, event.leader)
    if (leader !== undefined) runOnLeader(group, leader, event)
  } else {
    const member = pick(group.members, event.who)
    if (member !== undefined) runOnMember(group, member, event)
  }
}

/**
 * Members of one side of a partition work together; `elect` first lets them miss their leader, and with `replaceDisk` the
 * operator does what can be done for a lost disk there.
 */
function runOnSide(group: SimCluster, event: Extract<Event, { side: number }>): void {
  const members = group.members.filter((_, position) => (event.side >> position) % 2 === 1)
  const candidate = event.type === 'elect' ? pick(members, event.who) : undefined
  if (candidate !== undefined) {
    for (const member of members) group.act(member, (node) => node.forgetLeader())
    group.act(candidate, (node) => node.campaign())
  }
  for (let count = 0; count < event.amount; count += 1) {
    const leader =
      event.type === 'replaceDisk' ? members.find(({ node }) => node?.status().role === 'leader') : undefined
    if (leader !== undefined) group.replaceDisk(leader)
    if (event.type !== 'workUnwritten') for (const member of members) group.settle(member)
    const within = (id: number): boolean => members.some((member) => member.id === id)
    const position = group.network.findIndex(({ from, to }) => within(from) && within(to))
    const next = pick(members, count)
    if (position >= 0) group.deliver(position, { keep: false })
    else if (next !== undefined) group.tick(next)
  }
}

function runOnLeader(group: SimCluster, leader: SimNode, event: Extract<Event, { leader: number }>): void {
  if (event.type === 'propose') group.propose(leader, event.amount * 5)
  else if (event.type === 'change') group.changeMembership(leader, event.change)
  else group.act(leader, (node) => void node.transferLeadership(event.amount % memberCount))
}

function runOnMember(
  group: SimCluster,
  member: SimNode,
  event: Exclude<Extract<Event, { who: number }>, { side: number }>
): void {
  switch (event.type) {
    case 'tick':
      return group.tick(member)
    case 'tickALot':
      for (let tick = 0; tick < electionTicks * 2; tick += 1) group.tick(member)
      return
    case 'write':
      return group.completeWrite(member)
    case 'apply':
      return group.apply(member, event.amount)
    case 'read':
      return group.read(member)
    case 'campaign':
      return group.act(member, (node) => node.campaign())
    case 'forgetLeader':
      return group.act(member, (node) => node.forgetLeader())
    case 'compact':
      return void member.compact(event.who % 3)
    case 'loseDisk':
      return group.loseDisk(member)
    case 'deliverTo':
      for (let count = 0; count < event.amount; count += 1) {
        const position = group.network.findIndex((message) => message.to === member.id)
        if (position >= 0) group.deliver(position, { keep: false })
      }
      return
    case 'crash':
      return group.crash(member, event)
    case 'restart':
      return group.restart(member, event.keepState)
  }
}

interface Schedules {
  readonly members: number
  readonly events: fc.WeightedArbitrary<Event>[]
  /** Where to note what the schedules came across, before the faults end. */
  readonly seen: Set<Sight>
}

function holds({ members, events, seen }: Schedules): fc.IProperty<[SimClusterOptions, Event[]]> {
  const schedules = fc.array(fc.oneof(...events), { maxLength: 250, size: 'max' })
  return fc.property(cluster(members), schedules, (options, schedule) => {
    const group = new SimCluster(options)
    for (const event of schedule) run(group, event)
    for (const sight of group.invariants.seen) seen.add(sight)
    group.recover(electionTicks)
  })
}

describe('under any schedule of faults R1-R11 hold after each event, and the group recovers', () => {
  const numRuns = Number(process.env['RAFT_RUNS'] ?? 100)
  const seed = Number(process.env['RAFT_SEED'] ?? 20_261_121)
  const options = { numRuns, seed, includeErrorInReport: true }
  const fixed: readonly Sight[] = sights.slice(0, 5)

  test.each([
    { name: 'with a fixed membership', members: 0, events: [], expected: fixed },
    { name: 'while the membership changes', members: memberCount, events: changes, expected: sights },
    {
      name: 'B6 while disks are lost, and their members come back with new ones',
      members: memberCount,
      events: diskLosses,
      expected: [...fixed, 'a learner follows', 'a lost disk is replaced'] satisfies Sight[]
    },
    {
      name: 'B6 while disks are lost and the membership changes',
      members: memberCount,
      events: [...changes, ...diskLosses],
      expected: [...sights, 'a lost disk is replaced'] satisfies Sight[]
    }
  ])(
    '$name',
    ({ members, events, expected }) => {
      const seen = new Set<Sight>()
      const property = holds({ members, events: [...faults, ...works, ...events], seen })
      expect(() => fc.assert(property, options)).not.toThrow()
      if (numRuns >= 100) expect(seen).toEqual(new Set(expected))
    },
    3_600_000
  )
})
