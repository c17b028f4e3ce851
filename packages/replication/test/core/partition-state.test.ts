import { describe, expect, test } from '@jest/globals'
import { BrokerId, LeaderEpoch, NO_BROKER, Offset, PartitionEpoch } from '@gregor/base'
import { PartitionState, type PartitionNews } from '../../src/core/partition-state.ts'

const [one, two] = [BrokerId(1), BrokerId(2)]

const news = (leader: BrokerId, leaderEpoch: number, partitionEpoch = leaderEpoch): PartitionNews => ({
  leader,
  leaderEpoch: LeaderEpoch(leaderEpoch),
  partitionEpoch: PartitionEpoch(partitionEpoch),
  replicas: [one, two],
  isr: [one, two]
})

function leading(epoch: number): PartitionState {
  const state = new PartitionState(one)
  state.becomeLeader(news(one, epoch), { logEndOffset: Offset(0), nowMs: 0 })
  return state
}

describe('the role of a replica', () => {
  test('follows the metadata', () => {
    const state = new PartitionState(one)
    expect(state.classify(news(two, 0))).toBe('become follower')
    expect(state.classify(news(one, 0))).toBe('become leader')
    expect(state.classify(news(NO_BROKER, 0))).toBe('become follower')
  })

  test('P1: an older epoch never wins', () => {
    expect(leading(5).classify(news(two, 4, 9))).toBe('unchanged')
  })

  test('within its epoch a leader only learns of another ISR', () => {
    expect(leading(5).classify(news(one, 5, 6))).toBe('isr')
    expect(leading(5).classify(news(one, 5, 5))).toBe('unchanged')
  })

  test('a new epoch is a new leadership, with the same leader too', () => {
    expect(leading(5).classify(news(one, 6))).toBe('become leader')
    expect(leading(5).classify(news(NO_BROKER, 6))).toBe('become follower')
  })

  test('a follower does not care about the ISR', () => {
    const state = new PartitionState(one)
    state.becomeFollower(news(two, 3))
    expect(state.classify(news(two, 3, 9))).toBe('unchanged')
    expect(state.leader).toBe(two)
  })

  test('an offline replica stays so until the next epoch', () => {
    const state = leading(5)
    state.becomeOffline('the disk failed')
    expect(state.classify(news(one, 5, 9))).toBe('unchanged')
    expect(state.classify(news(one, 6))).toBe('become leader')
    expect(state.leader).toBe(NO_BROKER)
  })
})
