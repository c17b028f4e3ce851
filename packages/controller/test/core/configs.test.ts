import { describe, expect, test } from '@jest/globals'
import { ConfigResourceType } from '@gregor/metadata'
import { ErrorCode } from '@gregor/protocol'
import { alterConfigs, incrementalAlterConfigs } from '../../src/core/admin/alter-configs.ts'
import { CoreHarness } from '../support/core-harness.ts'

const { topic: TOPIC, broker: BROKER, group: GROUP } = ConfigResourceType
const op = { set: 0, delete: 1, append: 2, subtract: 3 }

function cluster(): CoreHarness {
  const controller = new CoreHarness()
  controller.up(1, 2)
  controller.createTopic('t', [[1, 2]])
  return controller
}

interface Step {
  readonly type?: number
  readonly name?: string
  readonly key: string
  readonly op?: number
  readonly value?: string | null
}

function alter(
  controller: CoreHarness,
  { type = TOPIC, name = 't', key, op: operation = 0, value = null }: Step
): number {
  const configs = [{ name: key, configOperation: operation, value }]
  const request = { resources: [{ resourceType: type, resourceName: name, configs }], validateOnly: false }
  return controller.ask((state) => incrementalAlterConfigs(state, request)).responses[0]!.errorCode
}

function overrides(controller: CoreHarness, type: number = TOPIC, name = 't'): Record<string, string> {
  return Object.fromEntries(controller.image.configOverrides(type, name))
}

describe('IncrementalAlterConfigs', () => {
  test('sets, adds to and takes from lists, and unsets', () => {
    const controller = cluster()
    expect(alter(controller, { key: 'retention.ms', value: '1000' })).toBe(0)
    expect(alter(controller, { key: 'cleanup.policy', op: op.append, value: 'compact' })).toBe(0)
    expect(overrides(controller)).toEqual({ 'retention.ms': '1000', 'cleanup.policy': 'delete,compact' })
    expect(alter(controller, { key: 'cleanup.policy', op: op.subtract, value: 'delete' })).toBe(0)
    expect(alter(controller, { key: 'retention.ms', op: op.delete })).toBe(0)
    expect(overrides(controller)).toEqual({ 'cleanup.policy': 'compact' })
  })

  test('sets dynamic configs of one broker and of all', () => {
    const controller = cluster()
    expect(alter(controller, { type: BROKER, name: '', key: 'log.retention.ms', value: '5' })).toBe(0)
    expect(alter(controller, { type: BROKER, name: '1', key: 'log.retention.ms', value: '6' })).toBe(0)
    expect([overrides(controller, BROKER, ''), overrides(controller, BROKER, '1')]).toEqual([
      { 'log.retention.ms': '5' },
      { 'log.retention.ms': '6' }
    ])
  })

  test('sets configs of a group that may not be there yet', () => {
    const controller = cluster()
    expect(alter(controller, { type: GROUP, name: 'g', key: 'consumer.session.timeout.ms', value: '50000' })).toBe(0)
    expect(overrides(controller, GROUP, 'g')).toEqual({ 'consumer.session.timeout.ms': '50000' })
  })

  const refused: [string, Step, number][] = [
    ['an unknown topic', { name: 'x', key: 'retention.ms', value: '1' }, ErrorCode.UNKNOWN_TOPIC_OR_PARTITION],
    ['an unknown config', { key: 'retention', value: '1' }, ErrorCode.INVALID_CONFIG],
    ['a value out of bounds', { key: 'retention.ms', value: '-2' }, ErrorCode.INVALID_CONFIG],
    ['a set without a value', { key: 'retention.ms' }, ErrorCode.INVALID_CONFIG],
    ['an append to what is no list', { key: 'retention.ms', op: 2, value: '1' }, ErrorCode.INVALID_CONFIG],
    ['an unknown operation', { key: 'retention.ms', op: 7, value: '1' }, ErrorCode.INVALID_REQUEST],
    ['an unknown broker', { type: BROKER, name: '9', key: 'log.retention.ms', value: '1' }, 102],
    [
      'a config that needs a restart',
      { type: BROKER, name: '1', key: 'node.id', value: '1' },
      ErrorCode.INVALID_CONFIG
    ],
    ['a group without a name', { type: GROUP, name: '', key: 'a', value: '1' }, ErrorCode.INVALID_REQUEST],
    ['an unknown group config', { type: GROUP, name: 'g', key: 'a', value: '1' }, ErrorCode.INVALID_CONFIG],
    ['a resource without configs', { type: 16, name: '', key: 'a', value: '1' }, ErrorCode.INVALID_REQUEST]
  ]
  test.each(refused)('%s is refused', (_, step, code) => {
    const controller = cluster()
    const { index } = controller
    expect([alter(controller, step), controller.index]).toEqual([code, index])
  })

  test('an unclean election happens as soon as it is allowed', () => {
    const controller = cluster()
    controller.fence(2)
    controller.fence(1)
    controller.beat(2)
    expect(controller.state('t')).toBe('leader -1 epoch 1 isr  elr 1')
    alter(controller, { key: 'unclean.leader.election.enable', value: 'true' })
    controller.pass(250)
    expect(controller.state('t')).toBe('leader 2 epoch 2 isr 2')
  })
})

describe('AlterConfigs', () => {
  test('replaces all that was set', () => {
    const controller = cluster()
    alter(controller, { key: 'retention.ms', value: '1000' })
    const configs = [{ name: 'segment.ms', value: '7' }]
    const request = { resources: [{ resourceType: TOPIC, resourceName: 't', configs }], validateOnly: false }
    expect(controller.ask((state) => alterConfigs(state, request)).responses[0]!.errorCode).toBe(0)
    expect(overrides(controller)).toEqual({ 'segment.ms': '7' })
  })
})
