import { describe, expect, test } from '@jest/globals'
import { ConsumerGroupHistory, type Holder } from '../../src/workloads/consumer-groups/consumer-group-history.ts'
import { breaks } from './batches.ts'

const topics = [{ name: 'orders', partitions: 3, replicationFactor: 3, minInsyncReplicas: 2 }]
const newHistory = (): ConsumerGroupHistory => new ConsumerGroupHistory('g', { topics })
const NODE = 1
const OTHER_NODE = 2

/** A member that may count on its session until 1,000 ms. */
const member = (name: string, owned: readonly string[] = []): Holder => {
  return { name, owned: new Set(owned), lease: { nodeId: NODE, untilMs: 1_000 } }
}

const assign = (
  history: ConsumerGroupHistory,
  name: string,
  options: { readonly epoch: number; readonly nowMs?: number; readonly nodeId?: number }
): void => {
  const { nowMs = 0, nodeId = NODE } = options
  history.assigned(member(name), { owner: name, partitions: ['orders-0'], nodeId, nowMs, epoch: options.epoch })
}

describe('member epochs (C1)', () => {
  test('who joins gets one that is no older than those before it asked, a new member a newer one', () => {
    const history = newHistory()
    history.joined('a', { epoch: 4, before: 0, isNew: true })
    expect(() => history.joined('b', { epoch: 4, before: history.highestEpoch, isNew: false })).not.toThrow()
    expect(() => history.joined('b', { epoch: 4, before: history.highestEpoch, isNew: true })).toThrow(
      expect.objectContaining(breaks('C1'))
    )
    expect(() => history.joined('a', { epoch: 3, before: history.highestEpoch, isNew: false })).toThrow(
      expect.objectContaining(breaks('C1'))
    )
  })
})

describe('partitions (C2)', () => {
  test('one is of two members in one epoch', () => {
    const history = newHistory()
    assign(history, 'a', { epoch: 4 })
    expect(() => assign(history, 'a', { epoch: 4 })).not.toThrow()
    expect(() => assign(history, 'b', { epoch: 4 })).toThrow(expect.objectContaining(breaks('C2')))
  })

  test('one is given away while its member has it and lives', () => {
    const history = newHistory()
    history.holders.add(member('a', ['orders-0']))
    expect(() => assign(history, 'b', { epoch: 5 })).toThrow(expect.objectContaining(breaks('C2')))
  })

  test('one goes on when its member gave it up, or its session may have ended', () => {
    const history = newHistory()
    history.holders.add(member('a', ['orders-1']))
    expect(() => assign(history, 'b', { epoch: 5 })).not.toThrow()
    history.holders.add(member('c', ['orders-0']))
    expect(() => assign(history, 'b', { epoch: 6, nowMs: 1_000 })).not.toThrow()
    expect(() => assign(history, 'b', { epoch: 7, nodeId: OTHER_NODE })).not.toThrow()
  })
})
