import { BrokerEpoch, BrokerId, LeaderEpoch, PartitionEpoch, PartitionIndex, TopicId } from '@gregor/base'
import { describe, expect, test } from '@jest/globals'
import { ErrorCode } from '@gregor/protocol'
import { alterPartition } from '../../src/core/alter-partition.ts'
import { allocateProducerIds } from '../../src/core/producer-ids.ts'
import type { IsrChange } from '../../src/types.ts'
import { CoreHarness } from '../support/core-harness.ts'

function cluster(): CoreHarness {
  const controller = new CoreHarness()
  controller.up(1, 2, 3)
  controller.createTopic('t', [[1, 2, 3]])
  return controller
}

/** What becomes of a wish of broker 1 that is fine except for `change`. */
function outcome(controller: CoreHarness, change: Partial<IsrChange>, broker = 1): number {
  const { topicId, partition, leaderEpoch, partitionEpoch } = controller.partition('t')
  const members = [1, 2].map((id) => ({ brokerId: BrokerId(id), brokerEpoch: controller.epoch(id) }))
  const wish = { topicId, partition, leaderEpoch, partitionEpoch, isr: members, ...change }
  const request = { brokerId: BrokerId(broker), brokerEpoch: controller.epoch(broker), changes: [wish] }
  const answer = controller.ask((state) => alterPartition(state, request))
  return answer.ok ? answer.outcomes[0]!.errorCode : answer.refusal.code
}

describe('a leader asks for another ISR', () => {
  test('shrinks and grows, each in a partition epoch of its own', () => {
    const controller = cluster()
    expect(controller.wishIsr('t', [1, 2])).toBe(ErrorCode.NONE)
    expect(controller.state('t')).toBe('leader 1 epoch 0 isr 1,2')
    expect(controller.wishIsr('t', [1, 2, 3])).toBe(ErrorCode.NONE)
    expect(controller.state('t')).toBe('leader 1 epoch 0 isr 1,2,3')
    expect(controller.partition('t').partitionEpoch).toBe(2)
  })

  test('a leader whose disk failed leaves itself out: another leads, and it is not eligible', () => {
    const controller = new CoreHarness()
    controller.up(1, 2)
    controller.createTopic('t', [[1, 2]], { 'min.insync.replicas': '2' })
    expect(controller.wishIsr('t', [2])).toBe(ErrorCode.NONE)
    expect(controller.state('t')).toBe('leader 2 epoch 1 isr 2')
  })

  test('a wish for what is there already is granted without a change', () => {
    const controller = cluster()
    const { index } = controller
    expect(controller.wishIsr('t', [3, 2, 1])).toBe(ErrorCode.NONE)
    expect(controller.index).toBe(index)
  })

  const member = (id: number, epoch: number): IsrChange['isr'][number] => {
    return { brokerId: BrokerId(id), brokerEpoch: BrokerEpoch(epoch) }
  }
  const refused: [string, Partial<IsrChange>, number][] = [
    ['an unknown topic', { topicId: TopicId('unknown') }, ErrorCode.UNKNOWN_TOPIC_ID],
    ['an unknown partition', { partition: PartitionIndex(7) }, ErrorCode.UNKNOWN_TOPIC_OR_PARTITION],
    ['a leader epoch that this controller has not heard of', { leaderEpoch: LeaderEpoch(5) }, ErrorCode.NOT_CONTROLLER],
    ['an old leader epoch', { leaderEpoch: LeaderEpoch(-1) }, ErrorCode.FENCED_LEADER_EPOCH],
    ['a stranger in the ISR', { isr: [member(1, -1), member(9, -1)] }, ErrorCode.INVALID_REQUEST],
    ['an ISR without anybody', { isr: [] }, ErrorCode.INVALID_REQUEST],
    ['a member that restarted since (B21)', { isr: [member(1, -1), member(2, 1)] }, ErrorCode.INELIGIBLE_REPLICA]
  ]
  test.each(refused)('%s is refused', (_, change, code) => {
    expect(outcome(cluster(), change)).toBe(code)
  })

  test('what was decided before the last change is refused (B21)', () => {
    const controller = cluster()
    controller.wishIsr('t', [1, 2])
    const { partitionEpoch } = controller.partition('t')
    expect(outcome(controller, { partitionEpoch: PartitionEpoch(partitionEpoch - 1) })).toBe(
      ErrorCode.INVALID_UPDATE_VERSION
    )
    expect(controller.state('t')).toBe('leader 1 epoch 0 isr 1,2')
  })

  test('a fenced member is refused', () => {
    const controller = cluster()
    controller.fence(2)
    expect(controller.wishIsr('t', [1, 2, 3])).toBe(ErrorCode.INELIGIBLE_REPLICA)
  })

  test('who does not lead may not ask, nor an incarnation that was replaced', () => {
    const controller = cluster()
    expect(outcome(controller, {}, 2)).toBe(ErrorCode.INVALID_REQUEST)
    const request = { brokerId: BrokerId(1), brokerEpoch: BrokerEpoch(0), changes: [] }
    const answer = controller.ask((state) => alterPartition(state, request))
    expect(answer).toMatchObject({ ok: false, refusal: { code: ErrorCode.STALE_BROKER_EPOCH } })
  })
})

describe('a broker withdraws a damaged replica', () => {
  const withdraw = (controller: CoreHarness, broker: number, change: Partial<IsrChange> = {}): number =>
    outcome(controller, { isr: [], withdraw: true, ...change }, broker)

  test('that follows: it leaves the ISR in a new leader epoch, and does not come back by what the leader knew', () => {
    const controller = cluster()
    const { leaderEpoch } = controller.partition('t')
    expect(withdraw(controller, 3)).toBe(ErrorCode.NONE)
    expect(controller.state('t')).toBe('leader 1 epoch 1 isr 1,2')
    const members = [1, 2, 3].map((id) => ({ brokerId: BrokerId(id), brokerEpoch: controller.epoch(id) }))
    expect(outcome(controller, { leaderEpoch, isr: members })).toBe(ErrorCode.FENCED_LEADER_EPOCH)
    expect(controller.wishIsr('t', [1, 2, 3])).toBe(ErrorCode.NONE)
  })

  test('that is in no set: the leader epoch is a new one all the same', () => {
    const controller = cluster()
    controller.wishIsr('t', [1, 2])
    expect(withdraw(controller, 3)).toBe(ErrorCode.NONE)
    expect(controller.state('t')).toBe('leader 1 epoch 1 isr 1,2')
  })

  test('that leads: another one in sync does', () => {
    const controller = cluster()
    expect(withdraw(controller, 1)).toBe(ErrorCode.NONE)
    expect(controller.state('t')).toBe('leader 2 epoch 1 isr 2,3')
  })

  test('that is eligible, or leads and the others are away: those are waited for', () => {
    const controller = new CoreHarness()
    controller.up(1, 2)
    controller.createTopic('t', [[1, 2]], { 'min.insync.replicas': '2' })
    controller.fence(2)
    expect(controller.state('t')).toBe('leader 1 epoch 0 isr 1 elr 2')
    expect(withdraw(controller, 1)).toBe(ErrorCode.NONE)
    expect(controller.state('t')).toBe('leader -1 epoch 1 isr  elr 2')
    controller.up(2)
    expect(controller.state('t')).toBe('leader 2 epoch 2 isr 2')
  })

  test('that is the last one with everything: refused, and nothing changes', () => {
    const controller = cluster()
    controller.fence(2)
    controller.fence(3)
    controller.wishIsr('t', [1])
    expect(controller.state('t')).toBe('leader 1 epoch 0 isr 1')
    expect(withdraw(controller, 1)).toBe(ErrorCode.ELIGIBLE_LEADERS_NOT_AVAILABLE)
    expect(controller.state('t')).toBe('leader 1 epoch 0 isr 1')
  })

  test('that is the last one: another leads where the topic allows unclean elections', () => {
    const controller = new CoreHarness()
    controller.up(1, 2)
    controller.createTopic('t', [[1, 2]], { 'unclean.leader.election.enable': 'true' })
    controller.wishIsr('t', [1])
    expect(withdraw(controller, 1)).toBe(ErrorCode.NONE)
    expect(controller.state('t')).toBe('leader 2 epoch 1 isr 2')
  })

  test('what is said by a broker without a replica, or of another epoch, is refused', () => {
    const controller = cluster()
    controller.up(4)
    expect(withdraw(controller, 4)).toBe(ErrorCode.INVALID_REQUEST)
    expect(withdraw(controller, 3, { leaderEpoch: LeaderEpoch(-1) })).toBe(ErrorCode.FENCED_LEADER_EPOCH)
    expect(withdraw(controller, 3, { leaderEpoch: LeaderEpoch(7) })).toBe(ErrorCode.NOT_CONTROLLER)
    expect(controller.state('t')).toBe('leader 1 epoch 0 isr 1,2,3')
  })
})

describe('producer ids', () => {
  test('no id is handed out twice', () => {
    const controller = cluster()
    const ask = (broker: number): unknown => {
      const request = { brokerId: BrokerId(broker), brokerEpoch: controller.epoch(broker) }
      return controller.ask((state) => allocateProducerIds(state, request))
    }
    expect(ask(1)).toEqual({ ok: true, first: 0, count: 1000 })
    expect(ask(2)).toEqual({ ok: true, first: 1000, count: 1000 })
    expect(ask(9)).toMatchObject({ ok: false, refusal: { code: ErrorCode.STALE_BROKER_EPOCH } })
  })
})
