import { BrokerId } from '@gregor/base'
import { ErrorCode } from '@gregor/protocol'
import { AddRaftVoterApi } from '@gregor/protocol/messages/add-raft-voter'
import { DescribeQuorumApi, type DescribeQuorumResponse } from '@gregor/protocol/messages/describe-quorum'
import { RemoveRaftVoterApi } from '@gregor/protocol/messages/remove-raft-voter'
import { afterEach, describe, expect, test } from '@jest/globals'
import { TestCluster } from '../support/test-cluster.ts'

let cluster: TestCluster
afterEach(() => cluster.stop())

async function started(...args: ConstructorParameters<typeof TestCluster>): Promise<TestCluster> {
  cluster = new TestCluster(...args)
  await cluster.start()
  await cluster.untilReady()
  return cluster
}

const from = { principal: 'User:test', clientId: 'test' }
const others = (id: number): number[] => cluster.ids.filter((other) => other !== id)
const aFollower = (): number => others(cluster.activeId)[0]!
const names = (id: number): string[] => [...cluster.node(id).image.topics.values()].map(({ name }) => name).toSorted()

/** "1 disk-1-1, 2 disk-2-2": the voters, as a node sees them. */
function voters(via = cluster.activeId): string {
  const { quorumStatus, image } = cluster.node(via)
  const ids = quorumStatus?.confState.voters ?? []
  return ids.map((id) => `${id} ${image.quorumMembers.get(BrokerId(id))?.directoryId}`).join(', ')
}

/** The folders that the nodes have now, in the form of `voters`. */
function folders(ids: readonly number[] = cluster.ids): string {
  return ids.map((id) => `${id} ${cluster.directoryIds.get(id)}`).join(', ')
}

/** Until the nodes are voters with their present folders, and know so themselves. */
async function untilVoters(ids: readonly number[]): Promise<void> {
  await cluster.time.until(() =>
    ids.every((id) => {
      const status = cluster.node(id).quorumStatus
      return voters(id) === folders(ids) && status?.voting === true
    })
  )
}

function addVoter(id: number, more: { directoryId?: string; clusterId?: string; timeoutMs?: number } = {}) {
  const { directoryId = cluster.directoryIds.get(id)!, clusterId = null, timeoutMs = 5_000 } = more
  const listeners = [{ name: 'CONTROLLER', host: '127.0.0.1', port: 19_090 + id }]
  const request = { clusterId, timeoutMs, voterId: id, voterDirectoryId: directoryId, listeners }
  return cluster.finish(cluster.node(cluster.ids[0]!).client.forward(AddRaftVoterApi, 1, request, { timeoutMs, from }))
}

function removeVoter(id: number, directoryId = cluster.directoryIds.get(id)!) {
  const via = [...cluster.nodes.keys()][0]!
  const request = { clusterId: null, voterId: id, voterDirectoryId: directoryId }
  const options = { timeoutMs: 10_000, from }
  return cluster.finish(cluster.node(via).client.forward(RemoveRaftVoterApi, 0, request, options))
}

async function described(): Promise<DescribeQuorumResponse['topics'][number]['partitions'][number]> {
  const topics = [{ topicName: '__cluster_metadata', partitions: [{ partitionIndex: 0 }] }]
  const options = { timeoutMs: 5_000, from }
  const response = await cluster.finish(
    cluster.node(cluster.ids[0]!).client.forward(DescribeQuorumApi, 2, { topics }, options)
  )
  return response.topics[0]!.partitions[0]!
}

describe('the first start', () => {
  test('three empty nodes begin together, and record their folders', async () => {
    await started()
    await untilVoters([1, 2, 3])
    const { leaderId, currentVoters, observers } = await described()
    expect(leaderId).toBe(cluster.activeId)
    expect(currentVoters.map(({ replicaId }) => replicaId)).toEqual([1, 2, 3])
    expect(observers).toEqual([])
  })

  test('costs little time once all of them are there', async () => {
    cluster = new TestCluster()
    await cluster.start(1, 2)
    await cluster.time.pass(10_000)
    const atMs = cluster.time.monotonicMs()
    await cluster.start(3)
    await cluster.time.until(() => cluster.active !== undefined)
    expect(cluster.time.monotonicMs() - atMs).toBeLessThan(300)
  })

  test('waits for all voters once: two of three alone could be two that lost their disks', async () => {
    cluster = new TestCluster()
    await cluster.start(1, 2)
    await cluster.time.pass(30_000)
    expect([1, 2].map((id) => cluster.node(id).quorumStatus)).toEqual([undefined, undefined])
    await cluster.start(3)
    await cluster.untilReady()
    await untilVoters([1, 2, 3])
  })

  test('a voter that the others did not wait for begins with them when it comes back', async () => {
    cluster = new TestCluster()
    await cluster.start(1, 2, 3)
    // It told the others that it is empty, and dies before it hears of them.
    while (cluster.node(1).quorumStatus === undefined) await cluster.time.pass(1)
    await cluster.kill(3)
    await cluster.time.until(() => cluster.active !== undefined)
    await cluster.start(3)
    await cluster.untilReady()
    await untilVoters([1, 2, 3])
  })
})

describe('a voter with a wiped disk (B6)', () => {
  test('rejoins while the others serve, and does not vote before it has what they have', async () => {
    await started()
    await cluster.createTopic(1, 'before')
    const wiped = aFollower()
    await cluster.kill(wiped)
    await cluster.createTopic(cluster.activeId, 'while-away')
    cluster.wipe(wiped)
    await cluster.start(wiped)
    let votedEarly = false
    await cluster.time.until(() => {
      const status = cluster.node(wiped).quorumStatus
      if (status?.voting === true && !names(wiped).includes('while-away')) votedEarly = true
      return voters(wiped) === folders() && status?.voting === true
    })
    expect(votedEarly).toBe(false)
    expect((await cluster.createTopic(wiped, 'after')).topics[0]!.errorCode).toBe(0)
    await cluster.untilReady()
    expect(names(wiped)).toEqual(['after', 'before', 'while-away'])
    // Its vote counts: one of the others may go now.
    await cluster.kill(others(wiped)[0]!)
    await cluster.time.until(() => cluster.active !== undefined)
  })

  test('as the leader until then: another leads, and lets it back in', async () => {
    await started()
    const wiped = cluster.activeId
    await cluster.kill(wiped)
    cluster.wipe(wiped)
    await cluster.start(wiped)
    await cluster.time.until(() => cluster.active !== undefined)
    expect(cluster.activeId).not.toBe(wiped)
    await cluster.untilReady()
    await untilVoters([1, 2, 3])
  })

  test('cannot help an old leader that is cut off to commit what the others never see', async () => {
    await started()
    const [old, wiped, other] = [cluster.activeId, ...others(cluster.activeId)] as [number, number, number]
    cluster.network.isolate(old)
    await cluster.time.until(() => cluster.active !== undefined && cluster.activeId !== old)
    await cluster.createTopic(cluster.activeId, 'committed')
    await cluster.kill(wiped)
    cluster.wipe(wiped)
    // Only the old leader can be reached: it does not know what the wiped disk had.
    cluster.network.heal()
    cluster.network.isolate(other)
    await cluster.start(wiped)
    const divergent = cluster.requestTopic(old, 'divergent', 8_000).catch(() => undefined)
    await cluster.time.pass(8_000)
    expect([names(old), cluster.node(wiped).quorumStatus]).toEqual([[], undefined])
    cluster.network.heal()
    await cluster.untilReady()
    await untilVoters([1, 2, 3])
    await divergent
    for (const id of cluster.ids) expect(names(id)).toContain('committed')
  })

  test('that restarts while it joins goes on joining', async () => {
    await started()
    const wiped = aFollower()
    await cluster.kill(wiped)
    cluster.wipe(wiped)
    await cluster.start(wiped)
    await cluster.time.until(() => cluster.node(wiped).quorumStatus !== undefined)
    expect(cluster.node(wiped).quorumStatus!.voting).toBe(false)
    await cluster.kill(wiped)
    await cluster.time.pass(100)
    await cluster.start(wiped)
    expect(cluster.node(wiped).quorumStatus!.voting).toBe(false)
    await cluster.untilReady()
    await untilVoters([1, 2, 3])
  })

  test('and wiped again is known by its last folder', async () => {
    await started()
    const wiped = aFollower()
    for (const pauseMs of [3, 30, 300]) {
      await cluster.kill(wiped)
      cluster.wipe(wiped)
      await cluster.start(wiped)
      await cluster.time.pass(pauseMs)
    }
    await cluster.untilReady()
    await untilVoters([1, 2, 3])
  })

  test('waits while the others have no majority', async () => {
    await started()
    const [survivor, wiped] = [cluster.activeId, ...others(cluster.activeId)] as [number, number]
    for (const id of others(survivor)) await cluster.kill(id)
    cluster.wipe(wiped)
    await cluster.start(wiped)
    await cluster.time.pass(60_000)
    expect(cluster.node(wiped).quorumStatus).toBeUndefined()
    expect(cluster.active).toBeUndefined()
  })

  test('gets a snapshot when the log does not go back to the beginning', async () => {
    await started([1, 2, 3], { 'metadata.log.max.record.bytes.between.snapshots': '2000' })
    const wiped = aFollower()
    await cluster.kill(wiped)
    const active = cluster.activeId
    for (let block = 0; block < 1_200; block++) await cluster.node(active).client.allocateProducerIds()
    cluster.wipe(wiped)
    await cluster.start(wiped)
    await cluster.untilReady()
    await untilVoters([1, 2, 3])
    expect(cluster.disks.get(wiped)!.snapshotIndex).toBeGreaterThan(100)
    expect(cluster.node(wiped).image.nextProducerId).toBe(1_200_000)
  })
})

describe('voters added and removed at run time', () => {
  test('a fourth node joins as an observer, and is made a voter', async () => {
    await started()
    await cluster.createTopic(1, 'topic')
    await cluster.add(4)
    await cluster.untilReady()
    expect((await described()).observers.map(({ replicaId }) => replicaId)).toEqual([4])
    expect(names(4)).toEqual(['topic'])
    expect(await addVoter(4)).toMatchObject({ errorCode: 0, errorMessage: null })
    await untilVoters([1, 2, 3, 4])
    expect(await addVoter(4)).toMatchObject({ errorCode: ErrorCode.DUPLICATE_VOTER })
  })

  test('an observer starts from a snapshot, and makes its own: its log does not grow either', async () => {
    await started([1, 2, 3], { 'metadata.log.max.record.bytes.between.snapshots': '2000' })
    const { client } = cluster.node(cluster.activeId)
    for (let block = 0; block < 1_200; block++) await client.allocateProducerIds()
    await cluster.add(4)
    await cluster.untilReady()
    const first = cluster.disks.get(4)!.snapshotIndex
    expect(first).toBeGreaterThan(100)
    for (let block = 0; block < 1_200; block++) await client.allocateProducerIds()
    await cluster.time.until(() => cluster.node(4).image.nextProducerId === 2_400_000)
    expect(cluster.disks.get(4)!.snapshotIndex).toBeGreaterThan(first + 1_000)
    // What lags a little needs no snapshot: the last 1,000 entries stay, and some until the next one.
    expect(cluster.disks.get(4)!.entryCount).toBeLessThan(1_500)
  })

  test('two of four voters are no majority, so the new one counts', async () => {
    await started()
    await cluster.add(4)
    await cluster.untilReady()
    await addVoter(4)
    const [one, two] = others(cluster.activeId)
    await cluster.kill(one!)
    await cluster.kill(two!)
    await cluster.time.until(() => cluster.active === undefined)
    await cluster.start(one!)
    await cluster.time.until(() => cluster.active !== undefined)
  })

  test('a voter that is alive becomes an observer, and a dead one goes', async () => {
    await started()
    const alive = aFollower()
    expect(await removeVoter(alive)).toMatchObject({ errorCode: 0 })
    expect((await described()).observers.map(({ replicaId }) => replicaId)).toEqual([alive])
    await cluster.createTopic(alive, 'topic')
    await cluster.time.until(() => names(alive).includes('topic'))
    expect(await addVoter(alive)).toMatchObject({ errorCode: 0 })
    await untilVoters([1, 2, 3])

    const dead = aFollower()
    await cluster.kill(dead)
    await cluster.time.until(() => cluster.active?.image.brokers.get(BrokerId(dead))?.fenced === true)
    await cluster.time.pass(3_000)
    expect(await removeVoter(dead)).toMatchObject({ errorCode: 0 })
    expect((await described()).currentVoters.map(({ replicaId }) => replicaId)).toEqual(others(dead))
    expect(cluster.active!.image.quorumMembers.has(BrokerId(dead))).toBe(false)
    // It does not know, and finds out.
    await cluster.start(dead)
    await cluster.untilReady()
    expect((await described()).observers.map(({ replicaId }) => replicaId)).toEqual([dead])
  })

  test('the leader removed hands over, and follows', async () => {
    await started()
    const leader = cluster.activeId
    expect(await removeVoter(leader)).toMatchObject({ errorCode: 0 })
    await cluster.time.until(() => cluster.active !== undefined && cluster.activeId !== leader)
    expect((await described()).observers.map(({ replicaId }) => replicaId)).toEqual([leader])
    await cluster.createTopic(leader, 'topic')
    await cluster.time.until(() => names(leader).includes('topic'))
  })

  test('down to one voter, which cannot go', async () => {
    await started()
    for (const id of others(cluster.activeId)) expect(await removeVoter(id)).toMatchObject({ errorCode: 0 })
    const last = cluster.activeId
    expect(await removeVoter(last)).toMatchObject({ errorCode: ErrorCode.INVALID_REQUEST })
    expect(cluster.voterIds()).toEqual([last])
    for (const id of others(last)) await cluster.kill(id)
    await cluster.createTopic(last, 'alone')
    await cluster.kill(last)
    await cluster.start(last)
    await cluster.time.until(() => cluster.activeId === last)
  })

  test('what does not fit is refused in words', async () => {
    await started()
    const wrong = 'wrongwrongwrongwrongwg'
    expect(await removeVoter(9, wrong)).toMatchObject({ errorCode: ErrorCode.VOTER_NOT_FOUND })
    const { errorCode, errorMessage } = await removeVoter(1, wrong)
    expect([errorCode, errorMessage]).toEqual([
      ErrorCode.VOTER_NOT_FOUND,
      `Node 1 with directory ${wrong} is not a voter; the voter has directory ${cluster.directoryIds.get(1)}`
    ])
    expect(await addVoter(9, { directoryId: wrong })).toMatchObject({
      errorCode: ErrorCode.VOTER_NOT_FOUND,
      errorMessage: expect.stringMatching(/start it with the present voters in its config/)
    })
    await cluster.add(4)
    await cluster.untilReady()
    expect(await addVoter(4, { directoryId: wrong })).toMatchObject({ errorCode: ErrorCode.INVALID_VOTER_KEY })
    expect(await addVoter(4, { clusterId: 'another' })).toMatchObject({
      errorCode: ErrorCode.INCONSISTENT_CLUSTER_ID
    })
  })

  test('all voters replaced one by one: the old ones may be thrown away', async () => {
    await started()
    await cluster.createTopic(1, 'topic')
    for (const id of [4, 5, 6]) {
      await cluster.add(id, [1, 2, 3])
      await cluster.untilReady()
      expect(await addVoter(id)).toMatchObject({ errorCode: 0 })
      expect(await removeVoter(id - 3)).toMatchObject({ errorCode: 0 })
      await cluster.time.until(() => cluster.active !== undefined)
    }
    for (const id of [1, 2, 3]) await cluster.kill(id)
    cluster.ids = [4, 5, 6]
    await cluster.time.until(() => cluster.active !== undefined)
    // Their configs name only nodes that are gone; they know each other from their own metadata.
    for (const id of [4, 5, 6]) await cluster.kill(id)
    await cluster.start(4, 5, 6)
    await cluster.untilReady()
    await untilVoters([4, 5, 6])
    expect(names(4)).toEqual(['topic'])
  })
})

test('a node that registers no broker serves the quorum all the same', async () => {
  cluster = new TestCluster()
  cluster.controllersOnly.add(3)
  await cluster.start()
  await cluster.untilReady()
  expect([...cluster.active!.image.brokers.keys()]).toEqual([1, 2])
  await cluster.kill(cluster.ids.find((id) => id !== 3)!)
  await cluster.time.until(() => cluster.active !== undefined)
})
