import { describe, expect, test } from '@jest/globals'
import { allCheckers } from '../../src/checkers/all-checkers.ts'
import { AllHealed } from '../../src/checkers/end/all-healed.ts'
import { EqualLogs } from '../../src/checkers/end/equal-logs.ts'
import type { Checker } from '../../src/types.ts'
import { Violation } from '../../src/types.ts'
import { brokerRecord, FakeLog, FakeNode, fakeCluster, partitionRecord, partitionZero, topicRecord } from './fakes.ts'

const key = `${partitionZero.topicId} ${partitionZero.partition}`

/** Three nodes at rest with equal copies of two batches. */
function atRest(state: object = {}): FakeNode[] {
  return [1, 2, 3].map((id) => {
    const node = new FakeNode(id)
    node.logs.set(key, new FakeLog().append(0, 'a').append(2, 'b').commit(2))
    node.image.replay(
      2,
      [1, 2, 3].map((broker) => brokerRecord(broker))
    )
    node.image.replay(3, [topicRecord(), partitionRecord(state)])
    return node
  })
}

async function ends(create: (nodes: FakeNode[]) => Checker, nodes: FakeNode[]): Promise<string> {
  try {
    await create(nodes).atEnd?.()
  } catch (error) {
    if (error instanceof Violation) return error.invariant
    throw error
  }
  return 'none'
}

const healed = (nodes: FakeNode[]): Checker => new AllHealed(fakeCluster(nodes))
const equal = (nodes: FakeNode[]): Checker => new EqualLogs(fakeCluster(nodes))

test('a cluster at rest passes every checker', async () => {
  for (const checker of allCheckers(fakeCluster(atRest()))) await checker.atEnd?.()
})

describe('not healed', () => {
  test('a partition without its full ISR', async () => {
    expect(await ends(healed, atRest({ isr: [1, 2] }))).toBe('L1')
  })

  test('a partition without a leader', async () => {
    expect(await ends(healed, atRest({ leader: -1 }))).toBe('L1')
  })

  test('a fenced broker', async () => {
    const nodes = atRest()
    for (const node of nodes) node.image.replay(4, [brokerRecord(2, { fenced: true })])
    expect(await ends(healed, nodes)).toBe('L1')
  })

  test('a node that lags in the metadata', async () => {
    const nodes = atRest()
    nodes[0]!.image.replay(4, [])
    expect(await ends(healed, nodes)).toBe('L1')
  })

  test('a node that does not run', async () => {
    const nodes = atRest()
    nodes[2]!.up = false
    expect(await ends(healed, nodes)).toBe('L1')
  })

  test('a high watermark that stands still', async () => {
    const nodes = atRest()
    nodes[1]!.logs.get(key)!.commit(1)
    expect(await ends(healed, nodes)).toBe('L1')
  })

  test('files that nobody closed', async () => {
    const nodes = atRest()
    for (let count = 0; count < 100; count++) await nodes[1]!.disk.open('/file', 'create')
    expect(await ends(healed, nodes)).toBe('L2')
  })
})

describe('unequal logs', () => {
  test('another batch in the middle', async () => {
    const nodes = atRest()
    nodes[1]!.logs.set(key, new FakeLog().append(0, 'x').append(2, 'b').commit(2))
    expect(await ends(equal, nodes)).toBe('P10')
  })

  test('another leader epoch', async () => {
    const nodes = atRest()
    nodes[1]!.logs.set(key, new FakeLog().append(1, 'a').append(2, 'b').commit(2))
    expect(await ends(equal, nodes)).toBe('P10')
  })

  test('a longer log', async () => {
    const nodes = atRest()
    nodes[2]!.logs.get(key)!.append(2, 'c')
    expect(await ends(equal, nodes)).toBe('P10')
  })

  test('only what all still have is compared', async () => {
    const nodes = atRest()
    const log = nodes[2]!.logs.get(key)!
    Object.assign(log, { batches: log.batches.slice(1), logStartOffset: 1 })
    expect(await ends(equal, nodes)).toBe('none')
  })

  test('a compacted log may lack batches, but has no others', async () => {
    const nodes = atRest()
    for (const node of nodes) node.logs.get(key)!.config.compacts = true
    const log = nodes[2]!.logs.get(key)!
    log.batches = log.batches.slice(1)
    expect(await ends(equal, nodes)).toBe('none')
    nodes[1]!.logs.get(key)!.batches = new FakeLog().append(0, 'a').append(2, 'x').batches
    expect(await ends(equal, nodes)).toBe('P10')
  })
})
