import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import type { ConfChange } from '../src/index.ts'
import { SimCluster, type SimClusterOptions } from './support/sim-cluster.ts'
import type { SimNode } from './support/sim-node.ts'

/** One thing that happens, to a member or message chosen by number, modulo how many there are. */
type Event =
  | {
      readonly type: 'tick' | 'tickALot' | 'write' | 'read' | 'campaign' | 'forgetLeader' | 'compact'
      readonly who: number
    }
  | { readonly type: 'apply' | 'propose' | 'transfer' | 'deliverTo'; readonly who: number; readonly amount: number }
  | { readonly type: 'deliver' | 'duplicate' | 'drop'; readonly which: number }
  | { readonly type: 'crash'; readonly who: number; readonly writesKept: number; readonly commitKept: boolean }
  | { readonly type: 'restart'; readonly who: number; readonly keepState: boolean }
  | { readonly type: 'flow'; readonly cutOff: number; readonly amount: number }
  | { readonly type: 'change'; readonly who: number; readonly change: ConfChange }

const who = fc.nat(6)
const which = fc.nat(40)
const amount = fc.nat(12)
const simple = (...types: readonly Extract<Event, { who: number }>['type'][]): fc.Arbitrary<Event> =>
  fc.record({ type: fc.constantFrom(...types), who }) as fc.Arbitrary<Event>

const networkEvents: fc.WeightedArbitrary<Event>[] = [
  { weight: 8, arbitrary: fc.record({ type: fc.constant('deliver' as const), which }) },
  { weight: 2, arbitrary: fc.record({ type: fc.constantFrom('duplicate' as const, 'drop' as const), which }) },
  { weight: 8, arbitrary: fc.record({ type: fc.constant('deliverTo' as const), who, amount }) },
  // Everyone but one member works for a while: without that, schedules hardly get beyond elections.
  { weight: 8, arbitrary: fc.record({ type: fc.constant('flow' as const), cutOff: fc.nat(9), amount: fc.nat(40) }) }
]

const memberEvents: fc.WeightedArbitrary<Event>[] = [
  { weight: 6, arbitrary: simple('tick', 'tickALot', 'write') },
  { weight: 3, arbitrary: simple('read', 'campaign', 'forgetLeader', 'compact') },
  { weight: 5, arbitrary: fc.record({ type: fc.constantFrom('apply' as const, 'propose' as const), who, amount }) },
  { weight: 1, arbitrary: fc.record({ type: fc.constant('transfer' as const), who, amount }) },
  {
    weight: 2,
    arbitrary: fc.record({ type: fc.constant('crash' as const), who, writesKept: fc.nat(3), commitKept: fc.boolean() })
  },
  { weight: 3, arbitrary: fc.record({ type: fc.constant('restart' as const), who, keepState: fc.boolean() }) }
]

const confChange: fc.Arbitrary<ConfChange> = fc.record({
  steps: fc.array(
    fc.record({
      type: fc.constantFrom('addVoter' as const, 'addLearner' as const, 'remove' as const),
      id: fc.integer({ min: 1, max: 6 })
    }),
    { maxLength: 3 }
  ),
  transition: fc.constantFrom('auto' as const, 'joint' as const, 'jointExplicit' as const)
})

const changeEvents: fc.WeightedArbitrary<Event>[] = [
  { weight: 3, arbitrary: fc.record({ type: fc.constant('change' as const), who, change: confChange }) }
]

const electionTicks = 5

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
      appendBytesMax: fc.integer({ min: 1, max: 100 }),
      inflightMessagesMax: fc.integer({ min: 1, max: 4 }),
      inflightBytesMax: fc.integer({ min: 1, max: 200 }),
      applyingBytesMax: fc.integer({ min: 1, max: 200 }),
      uncommittedBytesMax: fc.integer({ min: 1, max: 400 }),
      pendingReadsMax: fc.integer({ min: 1, max: 4 })
    })
  })

function run(group: SimCluster, event: Event): void {
  if ('which' in event) {
    if (group.network.length === 0) return
    const position = event.which % group.network.length
    if (event.type === 'drop') group.drop(position)
    else group.deliver(position, { keep: event.type === 'duplicate' })
    return
  }
  if (event.type === 'flow') {
    flow(group, { cutOff: group.members[event.cutOff], amount: event.amount })
    return
  }
  const member = group.members[event.who % group.members.length]
  if (member !== undefined) runOnMember(group, member, event)
}

function runOnMember(
  group: SimCluster,
  member: SimNode,
  event: Exclude<Event, { which: number } | { cutOff: number }>
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
    case 'propose':
      return group.propose(member, event.amount * 5)
    case 'read':
      return group.read(member)
    case 'campaign':
      return group.act(member, (node) => node.campaign())
    case 'forgetLeader':
      return group.act(member, (node) => node.forgetLeader())
    case 'transfer':
      return group.act(member, (node) => void node.transferLeadership(event.amount % 6))
    case 'compact':
      return void member.compact(event.who % 3)
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
    case 'change':
      return group.changeMembership(member, event.change)
  }
}

function flow(
  group: SimCluster,
  { cutOff, amount }: { readonly cutOff: SimNode | undefined; readonly amount: number }
): void {
  for (let count = 0; count < amount; count += 1) {
    for (const member of group.members) if (member !== cutOff) group.settle(member)
    const position = group.network.findIndex(({ from, to }) => from !== cutOff?.id && to !== cutOff?.id)
    const anyone = group.members.find((member) => member !== cutOff)
    if (position >= 0) group.deliver(position, { keep: false })
    else if (anyone !== undefined) group.tick(anyone)
  }
}

function holds(members: number, events: fc.WeightedArbitrary<Event>[]): fc.IProperty<[SimClusterOptions, Event[]]> {
  return fc.property(
    cluster(members),
    fc.array(fc.oneof(...events), { maxLength: 200, size: 'max' }),
    (options, schedule) => {
      const group = new SimCluster(options)
      for (const event of schedule) run(group, event)
      group.recover(electionTicks)
    }
  )
}

describe('under any schedule of faults R1-R11 hold after each event, and the group recovers', () => {
  const numRuns = Number(process.env['RAFT_RUNS'] ?? 150)
  const seed = Number(process.env['RAFT_SEED'] ?? 20_261_121)

  test('with a fixed membership', () => {
    expect(() =>
      fc.assert(holds(0, [...networkEvents, ...memberEvents]), { numRuns, seed, includeErrorInReport: true })
    ).not.toThrow()
  }, 600_000)

  test('while the membership changes', () => {
    const events = [...networkEvents, ...memberEvents, ...changeEvents]
    expect(() => fc.assert(holds(6, events), { numRuns, seed, includeErrorInReport: true })).not.toThrow()
  }, 600_000)
})
