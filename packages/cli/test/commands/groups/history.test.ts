import { expect, test } from '@jest/globals'
import { historyText } from '../../../src/commands/groups/history.ts'

test('a line for each event: when, at which epoch, who, why, and what a member that left had', () => {
  const member = { member: 'c-1', instance: 'pod-0', clientId: 'c', clientHost: '/10.0.0.7' }
  const text = historyText({
    group: 'orders',
    coordinator: 2,
    sinceMs: 0,
    events: [
      { atMs: 1000, what: 'generation', epoch: 3, detail: '1 member, led by c-1, range' },
      {
        atMs: 2500,
        what: 'left',
        epoch: 3,
        detail: 'session timeout',
        ...member,
        partitions: [
          { topic: 't', partition: 0, committedOffset: 17 },
          { topic: 't', partition: 1, committedOffset: null }
        ],
        morePartitions: 2
      }
    ]
  })
  expect(text).toBe(
    [
      'orders: 2 events; broker 2 coordinates it since 1970-01-01T00:00:00.000Z',
      '',
      'TIME                      EPOCH  EVENT       MEMBER                 DETAIL',
      '1970-01-01T00:00:01.000Z      3  generation  -                      1 member, led by c-1, range',
      '1970-01-01T00:00:02.500Z      3  left        c-1 (pod-0) /10.0.0.7  session timeout; had t-0@17 t-1@none and 2 more'
    ].join('\n')
  )
  expect(historyText({ group: 'g', coordinator: 1, sinceMs: 0, events: [] })).toBe(
    'g: 0 events; broker 1 coordinates it since 1970-01-01T00:00:00.000Z'
  )
})
