import { describe, expect, test } from '@jest/globals'
import { ErrorCode } from '@gregor/protocol'
import {
  ConsumerGroupHeartbeatApi,
  type ConsumerGroupHeartbeatRequestInput
} from '@gregor/protocol/messages/consumer-group-heartbeat'
import { FindCoordinatorApi } from '@gregor/protocol/messages/find-coordinator'
import { Cluster } from '../../../src/client/cluster.ts'
import type { Connection } from '../../../src/client/connection.ts'
import { GroupMember } from '../../../src/commands/consume/group-member.ts'
import { CommandError } from '../../../src/faults.ts'
import type { Session } from '../../../src/session.ts'

type Beat = ConsumerGroupHeartbeatRequestInput
/** What the coordinator answers: an error, an assignment and an epoch, or nothing at all (the connection ends). */
type Answer =
  | { readonly errorCode: number; readonly errorMessage?: string }
  | { readonly epoch: number; readonly partitions?: readonly number[] }
  | 'silence'

const topic = { name: 'orders', id: '0123456789abcdefghijkl' }

/** A coordinator that answers by a script, its last line for ever; time stands still but for pauses. */
function scripted(script: readonly Answer[], { served = [ConsumerGroupHeartbeatApi.key] } = {}) {
  const beats: Beat[] = []
  const remarks: string[] = []
  const stop = new AbortController()
  let nowMs = 0
  const answer = (beat: Beat) => {
    const line = script[Math.min(beats.push(beat), script.length) - 1]!
    if (line === 'silence') throw new CommandError('127.0.0.1:1 closed the connection')
    if ('errorCode' in line) return { errorMessage: null, ...line }
    const { epoch, partitions } = line
    const assignment = partitions === undefined ? null : { topicPartitions: [{ topicId: topic.id, partitions }] }
    return { errorCode: ErrorCode.NONE, memberEpoch: epoch, heartbeatIntervalMs: 1000, assignment }
  }
  const connection: Connection = {
    address: { host: '127.0.0.1', port: 1 },
    served: new Map(served.map((key) => [key, { min: 0, max: 1 }])),
    features: {},
    open: true,
    // oxlint-disable-next-line typescript/no-explicit-any
    request: async (api, message): Promise<any> => {
      if (api.key === ConsumerGroupHeartbeatApi.key) return answer(message as Beat)
      expect(api.key).toBe(FindCoordinatorApi.key)
      return { coordinators: [{ errorCode: ErrorCode.NONE, nodeId: 1, host: '127.0.0.1', port: 1 }] }
    },
    send: () => Promise.resolve(),
    close() {}
  }
  const session = {
    cluster: new Cluster({ bootstrap: [{ host: '127.0.0.1', port: 1 }], dial: () => Promise.resolve(connection) }),
    clock: { wallMs: () => nowMs, monotonicMs: () => nowMs },
    pause: async (delayMs: number, until?: AbortSignal) => {
      // As a member's long waits do, this one ends when the member is woken.
      if (delayMs === 1000) await new Promise<void>((resolve) => until!.addEventListener('abort', () => resolve()))
      else nowMs += delayMs
    },
    newId: () => 'member',
    stopping: stop.signal,
    remark: (line: string) => void remarks.push(line)
  } as unknown as Session
  const member = new GroupMember(session, { group: 'shop', topic })
  return { member, beats, remarks }
}

/** Gives what waits its turn. */
const settled = () => new Promise((resolve) => setImmediate(resolve))

describe('a member of a group', () => {
  test('joins with all about itself, then says only what is new, and leaves', async () => {
    const { member, beats, remarks } = scripted([{ epoch: 3, partitions: [1, 0] }, { epoch: 3 }])
    await member.join()
    expect(member.assignment).toEqual({ incarnation: 0, partitions: [0, 1] })
    member.own(member.assignment)
    await settled()
    await member.leave()
    expect(beats).toEqual([
      {
        groupId: 'shop',
        memberId: 'member',
        memberEpoch: 0,
        rebalanceTimeoutMs: 60_000,
        subscribedTopicNames: ['orders'],
        topicPartitions: []
      },
      {
        groupId: 'shop',
        memberId: 'member',
        memberEpoch: 3,
        topicPartitions: [{ topicId: topic.id, partitions: [0, 1] }]
      },
      { groupId: 'shop', memberId: 'member', memberEpoch: -1 }
    ])
    expect(remarks).toEqual([])
  })

  test('says all again after a failure: the coordinator may be another', async () => {
    const { member, beats } = scripted([{ epoch: 3, partitions: [0] }, 'silence', { epoch: 3 }])
    await member.join()
    member.own(member.assignment)
    await settled()
    expect(
      beats
        .slice(1)
        .map(({ memberEpoch, subscribedTopicNames, topicPartitions }) => [
          memberEpoch,
          subscribedTopicNames,
          topicPartitions
        ])
    ).toEqual([
      [3, undefined, [{ topicId: topic.id, partitions: [0] }]],
      [3, ['orders'], [{ topicId: topic.id, partitions: [0] }]]
    ])
    await member.leave()
  })

  test('that was put out says so, and joins anew with nothing', async () => {
    const { member, beats, remarks } = scripted([
      { epoch: 3, partitions: [0] },
      { errorCode: ErrorCode.FENCED_MEMBER_EPOCH, errorMessage: 'Its session has ended' },
      { epoch: 5, partitions: [0] }
    ])
    await member.join()
    member.own(member.assignment)
    await settled()
    expect(member.assignment).toEqual({ incarnation: 1, partitions: [0] })
    expect(beats[2]).toMatchObject({ memberEpoch: 0, topicPartitions: [] })
    expect(remarks).toEqual([
      'group shop has put this member out: Its session has ended (FENCED_MEMBER_EPOCH); joining anew, records since its last commit may come again'
    ])
    const was = { what: 'it', incarnation: 0 }
    expect(await member.ask(was, () => Promise.resolve({ errorCode: ErrorCode.NONE, answer: 1 }))).toBeUndefined()
    await member.leave()
  })

  test('asks again with its newest epoch when the one that it gave is over', async () => {
    const { member } = scripted([{ epoch: 3 }, { epoch: 4 }])
    await member.join()
    const epochs: number[] = []
    const answer = await member.ask({ what: 'it', incarnation: 0 }, async (_, { memberEpoch }) => {
      epochs.push(memberEpoch)
      return { errorCode: memberEpoch === 4 ? ErrorCode.NONE : ErrorCode.STALE_MEMBER_EPOCH, answer: 'done' }
    })
    expect({ answer, first: epochs[0], last: epochs.at(-1) }).toEqual({ answer: 'done', first: 3, last: 4 })
    await member.leave()
  })

  test('tells the reason for which it is not let in', async () => {
    const refusal = { errorCode: ErrorCode.GROUP_MAX_SIZE_REACHED, errorMessage: 'The group is full' }
    await expect(scripted([refusal]).member.join()).rejects.toThrow(
      'group shop does not take this member: The group is full (GROUP_MAX_SIZE_REACHED)'
    )
  })

  test('gives up after half a minute without a coordinator, and says before that it tries', async () => {
    const { member, remarks } = scripted([{ errorCode: ErrorCode.NOT_COORDINATOR }])
    await expect(member.join()).rejects.toThrow(/^group shop has no coordinator that answers: .*\(NOT_COORDINATOR\)$/)
    expect(remarks).toEqual([
      expect.stringMatching(/^group shop: its coordinator does not answer \(.*NOT_COORDINATOR\)\); trying again$/)
    ])
  })

  test('says at once that brokers are too old', async () => {
    await expect(scripted([], { served: [] }).member.join()).rejects.toThrow(
      '127.0.0.1:1 has no consumer groups of KIP-848; --group needs Gregor, or Kafka 4.0'
    )
  })

  test('that cannot take leave says what comes of it', async () => {
    const { member, remarks } = scripted([{ epoch: 3 }, 'silence'])
    await member.join()
    await member.leave()
    expect(remarks).toEqual([
      'group shop: its coordinator did not hear that this member leaves (127.0.0.1:1 closed the connection); the others get its partitions when its session has ended'
    ])
  })
})
