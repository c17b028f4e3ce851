import { describe, expect, test } from '@jest/globals'
import { CoreHarness } from '../support/core-harness.ts'

/** Three brokers, one topic of one partition on all of them. */
function threeBrokers(configs: Readonly<Record<string, string>> = { 'min.insync.replicas': '2' }): CoreHarness {
  const controller = new CoreHarness()
  controller.up(1, 2, 3)
  controller.createTopic('t', [[1, 2, 3]], configs)
  return controller
}

describe('a broker dies', () => {
  test('its leadership goes to the next in-sync replica, in a new epoch', () => {
    const controller = threeBrokers()
    expect(controller.state('t')).toBe('leader 1 epoch 0 isr 1,2,3')
    controller.fence(1)
    expect(controller.state('t')).toBe('leader 2 epoch 1 isr 2,3')
  })

  test('as a follower it leaves the ISR, and the leader stays in its epoch', () => {
    const controller = threeBrokers()
    controller.fence(3)
    expect(controller.state('t')).toBe('leader 1 epoch 0 isr 1,2')
    expect(controller.partition('t').partitionEpoch).toBe(1)
  })

  test('below min.insync.replicas those that left stay eligible, and lead when the last one is gone', () => {
    const controller = threeBrokers()
    controller.fence(3)
    controller.fence(2)
    expect(controller.state('t')).toBe('leader 1 epoch 0 isr 1 elr 2')
    controller.fence(1)
    expect(controller.state('t')).toBe('leader -1 epoch 1 isr  elr 1,2')
    controller.beat(3)
    expect(controller.state('t')).toBe('leader -1 epoch 1 isr  elr 1,2')
    controller.beat(2)
    expect(controller.state('t')).toBe('leader 2 epoch 2 isr 2 elr 1')
    expect(controller.wishIsr('t', [2, 3])).toBe(0)
    expect(controller.state('t')).toBe('leader 2 epoch 2 isr 2,3')
  })

  test('an unclean election happens only where it is allowed', () => {
    const controller = new CoreHarness()
    controller.up(1, 2)
    controller.createTopic('safe', [[1, 2]])
    controller.createTopic('loose', [[1, 2]], { 'unclean.leader.election.enable': 'true' })
    controller.fence(2)
    for (const topic of ['safe', 'loose']) expect(controller.state(topic)).toBe('leader 1 epoch 0 isr 1')
    controller.fence(1)
    controller.beat(2)
    expect(controller.state('safe')).toBe('leader -1 epoch 1 isr  elr 1')
    expect(controller.state('loose')).toBe('leader 2 epoch 2 isr 2')
  })

  test('silence beyond the session timeout fences it, heartbeats keep it', () => {
    const controller = threeBrokers()
    for (let second = 0; second < 12; second++) {
      controller.pass(1000)
      controller.beat(2)
      controller.beat(3)
    }
    expect(controller.state('t')).toBe('leader 2 epoch 1 isr 2,3')
  })

  test('nobody is blamed for a silence in which the controller itself did not run', () => {
    const controller = threeBrokers()
    controller.pass(500)
    controller.nowMs += 60_000
    controller.pass(250)
    expect(controller.state('t')).toBe('leader 1 epoch 0 isr 1,2,3')
  })
})

describe('a broker returns', () => {
  test('it is unfenced only when it has applied what was decided while it was away', () => {
    const controller = threeBrokers()
    controller.fence(3)
    expect(controller.beat(3, { appliedIndex: controller.index - 1 }).fenced).toBe(true)
    expect(controller.beat(3).fenced).toBe(false)
  })

  test('its leaderships come back a moment after it has rejoined the ISR', () => {
    const controller = threeBrokers()
    controller.fence(1)
    controller.beat(1)
    expect(controller.wishIsr('t', [1, 2, 3])).toBe(0)
    controller.pass(500)
    expect(controller.state('t')).toBe('leader 2 epoch 1 isr 1,2,3')
    controller.pass(1000)
    expect(controller.state('t')).toBe('leader 1 epoch 2 isr 1,2,3')
  })

  test('auto.leader.rebalance.enable=false leaves them where they are', () => {
    const controller = new CoreHarness({ 'auto.leader.rebalance.enable': 'false' })
    controller.up(1, 2)
    controller.createTopic('t', [[1, 2]])
    controller.fence(1)
    controller.beat(1)
    controller.wishIsr('t', [1, 2])
    controller.pass(5000)
    expect(controller.state('t')).toBe('leader 2 epoch 1 isr 1,2')
  })

  test('a new incarnation gets a new epoch, and the old one counts no more (B1)', () => {
    const controller = threeBrokers()
    const before = controller.epoch(1)
    expect(controller.register(1).type).toBe('conflict')
    controller.fence(1)
    expect(controller.register(1)).toEqual({ type: 'registered', brokerEpoch: controller.index })
    expect(controller.epoch(1)).toBeGreaterThan(before)
    controller.beat(1)
    expect(controller.state('t')).toBe('leader 2 epoch 1 isr 2,3')
  })

  test('the same incarnation that registers again keeps its epoch', () => {
    const controller = new CoreHarness()
    controller.register(1, { incarnationId: 'same' })
    const epoch = controller.epoch(1)
    expect(controller.register(1, { incarnationId: 'same' })).toEqual({ type: 'registered', brokerEpoch: epoch })
  })

  test('the last replica that comes back with an empty disk must not lead (B18)', () => {
    const controller = threeBrokers()
    for (const id of [3, 2, 1]) controller.fence(id)
    expect(controller.state('t')).toBe('leader -1 epoch 1 isr  elr 1,2')
    controller.register(1, { storageId: 'new disk' })
    controller.beat(1)
    expect(controller.state('t')).toBe('leader -1 epoch 1 isr  elr 2')
    controller.register(2)
    controller.beat(2)
    expect(controller.state('t')).toBe('leader 2 epoch 2 isr 2')
  })

  test('an unclean stop costs eligibility only where records are acknowledged before they are flushed', () => {
    const controller = new CoreHarness()
    controller.up(1, 2)
    controller.createTopic('flushed', [[1, 2]], { 'min.insync.replicas': '2' })
    controller.createTopic('cached', [[1, 2]], { 'min.insync.replicas': '2', 'flush.before.ack': 'false' })
    controller.fence(2)
    controller.fence(1)
    controller.register(1)
    expect(controller.state('flushed')).toBe('leader -1 epoch 1 isr  elr 1,2')
    expect(controller.state('cached')).toBe('leader -1 epoch 1 isr  elr 2')
    controller.register(2)
    expect(controller.state('cached')).toBe('leader -1 epoch 1 isr  last 2')
    controller.beat(2)
    expect(controller.state('cached')).toBe('leader 2 epoch 2 isr 2')
  })

  test('after a clean stop nothing is lost', () => {
    const controller = new CoreHarness()
    controller.up(1, 2)
    controller.createTopic('cached', [[1, 2]], { 'min.insync.replicas': '2', 'flush.before.ack': 'false' })
    controller.fence(2)
    const epoch = controller.epoch(2)
    controller.register(2, { previousBrokerEpoch: epoch })
    expect(controller.state('cached')).toBe('leader 1 epoch 0 isr 1 elr 2')
  })
})

describe('a broker shuts down in control', () => {
  test('its leaderships move first, then it may go', () => {
    const controller = threeBrokers()
    expect(controller.beat(1, { wantShutdown: true })).toMatchObject({ mayShutDown: false })
    expect(controller.state('t')).toBe('leader 2 epoch 1 isr 2,3')
    const behind = controller.index - 1
    expect(controller.beat(1, { wantShutdown: true, appliedIndex: behind })).toMatchObject({ mayShutDown: false })
    expect(controller.beat(1, { wantShutdown: true })).toMatchObject({ mayShutDown: true })
  })

  test('it gets no leadership and joins no ISR any more', () => {
    const controller = threeBrokers()
    controller.beat(1, { wantShutdown: true })
    expect(controller.wishIsr('t', [1, 2, 3])).toBe(107)
    controller.createTopic('new', [[1, 2]])
    expect(controller.state('new')).toBe('leader 2 epoch 0 isr 2')
  })
})

describe('a new active controller', () => {
  test('finishes what its predecessor left half done', () => {
    const controller = threeBrokers()
    const { image } = controller
    // The predecessor fenced broker 1, and died before the entry with its partitions.
    const epoch = controller.epoch(1)
    const fencing = {
      type: 'brokerFencing',
      brokerId: 1,
      brokerEpoch: epoch,
      fenced: true,
      inControlledShutdown: false
    }
    image.replay(++controller.index, [fencing as never])
    expect(controller.state('t')).toBe('leader 1 epoch 0 isr 1,2,3')
    controller.ask(controller.core.activate('other cluster'))
    expect(controller.state('t')).toBe('leader 2 epoch 1 isr 2,3')
    expect(image.clusterId).toBe('cluster')
  })
})
