import { BrokerId } from '@gregor/base'
import { describe, expect, test } from '@jest/globals'
import { ErrorCode } from '@gregor/protocol'
import { FindCoordinatorApi, type FindCoordinatorResponse } from '@gregor/protocol/messages/find-coordinator'
import { MetadataApi, type MetadataResponse } from '@gregor/protocol/messages/metadata'
import { Suspects } from '../../src/suspects.ts'
import { Harness } from '../support/harness.ts'

const ZERO = 'AAAAAAAAAAAAAAAAAAAAAA'
const later = (): Promise<void> => new Promise(setImmediate)
const never = new Promise<boolean>(() => {})

/** Topic t is led by broker 2, topic u by broker 3, and all groups by broker 2. */
function cluster(): Harness {
  const harness = new Harness()
  harness.cluster.addTopic({ name: 't', leaders: [2] })
  harness.cluster.addTopic({ name: 'u', leaders: [3] })
  harness.cluster.addTopic({ name: '__consumer_offsets', leaders: [2] })
  return harness
}

const ask = (harness: Harness, name: string): Promise<MetadataResponse> =>
  harness.call(MetadataApi, 13, { topics: [{ name, topicId: ZERO }] })
const askGroup = (harness: Harness): Promise<FindCoordinatorResponse> =>
  harness.call(FindCoordinatorApi, 6, { coordinatorKeys: ['g'] })
const leader = ({ topics }: MetadataResponse): [number, number] => {
  const { errorCode, leaderId } = topics[0]!.partitions[0]!
  return [errorCode, leaderId]
}

describe('a leader that this broker has lost touch with', () => {
  test('is not named: the answer waits for the controller to name another', async () => {
    const harness = cluster()
    harness.suspects.lost(BrokerId(2), never)
    const asked = Promise.all([ask(harness, 't'), askGroup(harness)])
    await later()
    harness.cluster.fence(2, 3)
    const [metadata, { coordinators }] = await asked
    expect(leader(metadata)).toEqual([0, 3])
    expect(coordinators[0]).toMatchObject({ errorCode: 0, nodeId: 3 })
    expect(harness.time.timerCount).toBe(0)
  })

  test('is named again when the controller finds it alive', async () => {
    const harness = cluster()
    harness.suspects.lost(
      BrokerId(2),
      later().then(() => true)
    )
    expect(leader(await ask(harness, 't'))).toEqual([0, 2])
    expect(harness.suspects.any).toBe(false)
  })

  test('is no leader when nobody has decided in time, and clients ask again', async () => {
    const harness = cluster()
    harness.suspects.lost(BrokerId(2), Promise.resolve(false))
    const asked = Promise.all([ask(harness, 't'), askGroup(harness)])
    await later()
    harness.time.advance(600)
    const [metadata, { coordinators }] = await asked
    expect(leader(metadata)).toEqual([ErrorCode.LEADER_NOT_AVAILABLE, -1])
    expect(coordinators[0]).toMatchObject({ errorCode: ErrorCode.COORDINATOR_NOT_AVAILABLE, nodeId: -1 })
  })

  test('is not named to a client that hears of its death first', async () => {
    const harness = cluster()
    const suspects = new Suspects({ ...harness.ports, self: BrokerId(1), noticeMs: 10 })
    const settled = suspects.settled(new Set([BrokerId(2)]))
    suspects.lost(BrokerId(2), never)
    let done = false
    void settled.then(() => (done = true))
    harness.time.advance(10)
    await later()
    expect(done).toBe(false)
    harness.time.advance(600)
    await settled
  })

  test('does not hold up answers about others', async () => {
    const harness = cluster()
    harness.suspects.lost(BrokerId(2), never)
    expect(leader(await ask(harness, 'u'))).toEqual([0, 3])
  })

  test('is believed again after two seconds without a word, and then lost again', async () => {
    const harness = cluster()
    harness.suspects.lost(BrokerId(2), never)
    harness.time.advance(2_000)
    expect(leader(await ask(harness, 't'))).toEqual([0, 2])
    harness.suspects.lost(BrokerId(2), never)
    expect(harness.suspects.has(BrokerId(2))).toBe(true)
  })

  test('that registers anew is another process', async () => {
    const harness = cluster()
    harness.suspects.lost(BrokerId(2), never)
    harness.cluster.addBroker({ id: 2 })
    expect(leader(await ask(harness, 't'))).toEqual([0, 2])
  })
})

describe('a broker that was fenced', () => {
  const named = async (harness: Harness): Promise<number[]> =>
    (await ask(harness, 't')).brokers.map(({ nodeId }) => nodeId)

  test('is named for ten seconds: librdkafka loses partitions of a broker that vanishes with a change of leader', async () => {
    const harness = cluster()
    harness.cluster.fence(2, 3)
    expect(await named(harness)).toEqual([1, 2, 3])
    harness.time.advance(10_000)
    expect(await named(harness)).toEqual([1, 3])
    harness.cluster.addBroker({ id: 2 })
    expect(await named(harness)).toEqual([1, 2, 3])
  })

  test('before this broker heard of it is not', async () => {
    const harness = new Harness({ brokers: [{ id: 1 }, { id: 2, fenced: true }, { id: 3 }] })
    expect(await named(harness)).toEqual([1, 3])
  })
})
