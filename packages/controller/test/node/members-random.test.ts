import { BrokerId } from '@gregor/base'
import type { MetadataStore } from '@gregor/metadata'
import { AddRaftVoterApi } from '@gregor/protocol/messages/add-raft-voter'
import { RemoveRaftVoterApi } from '@gregor/protocol/messages/remove-raft-voter'
import { describe, expect, test } from '@jest/globals'
import { seededRandom } from '../support/core-harness.ts'
import { TestCluster } from '../support/test-cluster.ts'

const stepCount = 40
const from = { principal: 'User:test', clientId: 'test' }

/** The folder that the metadata have of a node is the one that it has. */
function isCurrent(cluster: TestCluster, id: number): boolean {
  const member = cluster.active?.image.quorumMembers.get(BrokerId(id))
  return member?.directoryId === cluster.directoryIds.get(id)
}

/**
 * Whether the disk of the node may be lost: it does not vote, or every voter has its disk, and enough remain when another
 * one is just being removed. And of the voters that the configs name one must remain, or they begin anew.
 */
function mayLose(cluster: TestCluster, id: number): boolean {
  if (cluster.active === undefined) return false
  const named = [1, 2, 3].filter((other) => other !== id)
  if (!named.every((other) => isCurrent(cluster, other))) return false
  const voters = cluster.voterIds()
  return !voters.includes(id) || (voters.length > 3 && voters.every((voter) => isCurrent(cluster, voter)))
}

/** Asks for a voter more or less, and does not wait for the answer. */
function ask(cluster: TestCluster, via: number, what: 'add' | 'remove', id: number): void {
  const key = { clusterId: null, voterId: id, voterDirectoryId: cluster.directoryIds.get(id)! }
  const { client } = cluster.node(via)
  const options = { timeoutMs: 1_000, from }
  const listeners = [{ name: 'CONTROLLER', host: '127.0.0.1', port: 19_090 + id }]
  const asked =
    what === 'add'
      ? client.forward(AddRaftVoterApi, 1, { ...key, timeoutMs: 1_000, listeners }, options)
      : client.forward(RemoveRaftVoterApi, 0, key, options)
  asked.catch(() => {})
}

/** One random life of a cluster whose voters change. Resolves with the names of the topics that were acknowledged. */
async function live(cluster: TestCluster, seed: number): Promise<string[]> {
  const random = seededRandom(seed)
  const acknowledged: string[] = []
  const requests: Promise<void>[] = []
  const pick = <Value>(list: readonly Value[]): Value => list[random.int(list.length)]!
  const create = async (via: number, name: string): Promise<void> => {
    const response = await cluster.requestTopic(via, name, 2_000).catch(() => undefined)
    if (response?.topics[0]?.errorCode === 0) acknowledged.push(name)
  }
  const down = (): number[] => cluster.ids.filter((id) => !cluster.nodes.has(id))

  await cluster.start()
  await cluster.untilReady()
  await cluster.add(4, [1, 2, 3])
  await cluster.add(5, [1, 2, 3])
  for (let step = 0; step < stepCount; step++) {
    const up = [...cluster.nodes.keys()]
    const what = random.int(14)
    if (what < 4 && up.length > 0) requests.push(create(pick(up), `topic-${step}`))
    else if (what < 6 && up.length > 0) ask(cluster, pick(up), 'add', pick(cluster.ids))
    else if (what < 8 && up.length > 0) ask(cluster, pick(up), 'remove', pick(cluster.ids))
    else if (what === 8 && up.length > 0) await cluster.kill(pick(up))
    else if (what < 11 && down().length > 0) await cluster.start(pick(down()))
    else if (what === 11 && up.length > 0) cluster.network.isolate(pick(up))
    else if (what === 12) cluster.network.heal()
    else {
      const unlucky = pick(cluster.ids)
      if (!mayLose(cluster, unlucky)) continue
      if (cluster.nodes.has(unlucky)) await cluster.kill(unlucky)
      cluster.wipe(unlucky)
    }
    await cluster.time.pass(random.int(random.int(4) === 0 ? 3_000 : 200))
  }
  cluster.network.heal()
  if (down().length > 0) await cluster.start(...down())
  await cluster.finish(Promise.all(requests))
  await cluster.time.until(() => atRest(cluster), 60_000)
  return acknowledged
}

/** Everybody is a member with the disk that it has, votes if it is to, and has applied the same. */
function atRest(cluster: TestCluster): boolean {
  const { active } = cluster
  if (active === undefined) return false
  const voters = cluster.voterIds()
  return [...cluster.nodes].every(([id, { image, quorumStatus }]) => {
    const wanted = active.image.quorumMembers.get(BrokerId(id))?.voter
    const same = image.appliedIndex === active.image.appliedIndex
    return same && isCurrent(cluster, id) && wanted === voters.includes(id) && quorumStatus?.voting === true
  })
}

async function check(seed: number): Promise<void> {
  const cluster = new TestCluster()
  const acknowledged = await live(cluster, seed)
  const contents = [...cluster.nodes.values()].map(({ image }) => (image as MetadataStore).toRecords())
  for (const content of contents) expect(content).toEqual(contents[0])
  const names = new Set([...cluster.active!.image.topics.values()].map(({ name }) => name))
  expect(acknowledged.filter((name) => !names.has(name))).toEqual([])
  await cluster.stop()
}

const seedCount = Number(process.env['QUORUM_SEEDS'] ?? 20)

describe('a quorum whose voters change while nodes die, lose disks and are cut off', () => {
  test.each(Array.from({ length: seedCount }, (_, index) => index + 1))(
    'seed %d: nothing acknowledged is lost, and everybody finds the way back',
    check
  )

  test('a voter whose removal was left half done by a dying leader is a voter again', () => check(153))

  test('a learner that was never recorded, since its leader died, asks to be', () => check(364))
})
