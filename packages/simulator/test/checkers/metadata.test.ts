import { describe, expect, test } from '@jest/globals'
import type { MetadataRecord } from '@gregor/metadata'
import { PartitionStates } from '../../src/checkers/metadata/partition-states.ts'
import { SameMetadata } from '../../src/checkers/metadata/same-metadata.ts'
import type { Checker } from '../../src/types.ts'
import {
  apply,
  brokenBy,
  brokerRecord,
  configRecord,
  FakeNode,
  fakeCluster,
  partitionRecord,
  topicRecord
} from './fakes.ts'

const start = [brokerRecord(1), brokerRecord(2), brokerRecord(3), topicRecord(), partitionRecord({})]

function story(): { nodes: FakeNode[]; checkers: [SameMetadata, PartitionStates] } {
  const nodes = [new FakeNode(1), new FakeNode(2), new FakeNode(3)]
  const checkers: [SameMetadata, PartitionStates] = [new SameMetadata(fakeCluster(nodes)), new PartitionStates()]
  for (const node of nodes) for (const checker of checkers) (checker as Checker).started?.(node)
  return { nodes, checkers }
}

/** What the history breaks when all nodes apply it. */
function history(...batches: MetadataRecord[][]): string {
  return brokenBy(() => {
    const { nodes, checkers } = story()
    for (const [index, records] of [start, ...batches].entries()) {
      for (const node of nodes) apply(checkers, node, index + 2, records)
    }
    checkers[0].atEnd()
  })
}

describe('partition states', () => {
  test('shrink, elect and grow in good order', () => {
    const outcome = history(
      [partitionRecord({ isr: [1, 2], partitionEpoch: 1 })],
      [
        partitionRecord({ isr: [2], elr: [1], leader: 2, leaderEpoch: 1, partitionEpoch: 2 }),
        brokerRecord(1, { fenced: true })
      ],
      [brokerRecord(1)],
      [partitionRecord({ isr: [2, 1], leader: 2, leaderEpoch: 1, partitionEpoch: 3 })]
    )
    expect(outcome).toBe('none')
  })

  const bad: [name: string, invariant: string, batches: MetadataRecord[][]][] = [
    [
      'a leader epoch that goes back',
      'P1',
      [
        [partitionRecord({ leaderEpoch: 4, partitionEpoch: 1 })],
        [partitionRecord({ leaderEpoch: 3, partitionEpoch: 2 })]
      ]
    ],
    [
      'a partition epoch that goes back',
      'P1',
      [[partitionRecord({ partitionEpoch: 4 })], [partitionRecord({ partitionEpoch: 3 })]]
    ],
    ['two leaders of one epoch', 'P1', [[partitionRecord({ leader: 2, partitionEpoch: 1 })]]],
    ['another ISR in the same partition epoch', 'P1', [[partitionRecord({ isr: [1] })]]],
    ['an ELR beside a sufficient ISR', 'P9', [[partitionRecord({ isr: [1, 2], elr: [3], partitionEpoch: 1 })]]],
    ['a leader outside of its ISR', 'P9', [[partitionRecord({ isr: [2, 3], partitionEpoch: 1 })]]],
    ['an ISR member without a replica', 'P9', [[partitionRecord({ isr: [1, 4], partitionEpoch: 1 })]]],
    ['a fenced broker that stays in the ISR', 'P9', [[brokerRecord(2, { fenced: true })]]],
    [
      'a fenced broker that joins the ISR',
      'P9',
      [
        [partitionRecord({ isr: [1, 3], partitionEpoch: 1 }), brokerRecord(2, { fenced: true })],
        [partitionRecord({ partitionEpoch: 2 })]
      ]
    ]
  ]

  test.each(bad)('%s: %s', (_name, invariant, batches) => {
    expect(history(...batches)).toBe(invariant)
  })
})

describe('the same metadata everywhere', () => {
  test('a node that got a snapshot has what the others replayed', () => {
    const { nodes, checkers } = story()
    const shrunk = [partitionRecord({ isr: [1, 2], partitionEpoch: 1 }), configRecord('retention.ms', '5')]
    for (const node of nodes.slice(0, 2)) {
      apply(checkers, node, 2, start)
      apply(checkers, node, 3, shrunk)
    }
    const late = nodes[2]!
    const delta = late.image.restore(3, nodes[0]!.image.toRecords())
    for (const checker of checkers) checker.applied?.(late, delta, late.image)
    checkers[0].atEnd()
    const topicId = nodes[0]!.image.topicByName('orders')!.id
    for (const node of nodes) apply(checkers, node, 4, [{ type: 'removeTopic', topicId }])
    checkers[0].atEnd()
  })

  test('a node that started again compares from what it loaded on', () => {
    const { nodes, checkers } = story()
    for (const node of nodes) apply(checkers, node, 2, start)
    nodes[1]!.incarnation++
    for (const checker of checkers) (checker as Checker).started?.(nodes[1]!)
    for (const node of nodes) apply(checkers, node, 3, [partitionRecord({ isr: [1, 2], partitionEpoch: 1 })])
    checkers[0].atEnd()
  })

  test('another entry on one node breaks R8', () => {
    const outcome = brokenBy(() => {
      const { nodes, checkers } = story()
      for (const node of nodes) apply(checkers, node, 2, start)
      apply(checkers, nodes[0]!, 3, [partitionRecord({ isr: [1, 2], partitionEpoch: 1 })])
      apply(checkers, nodes[1]!, 3, [partitionRecord({ isr: [1, 3], partitionEpoch: 1 })])
    })
    expect(outcome).toBe('R8')
  })

  test('what no delta tells is compared at the end: P2', () => {
    const outcome = brokenBy(() => {
      const { nodes, checkers } = story()
      for (const node of nodes) node.image.replay(2, [...start, { type: 'producerIds', nextProducerId: node.id }])
      checkers[0].atEnd()
    })
    expect(outcome).toBe('P2')
  })
})
