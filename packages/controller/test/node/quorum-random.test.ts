import { BrokerId } from '@gregor/base'
import { describe, expect, test } from '@jest/globals'
import type { MetadataStore } from '@gregor/metadata'
import type { ControllerNode } from '../../src/index.ts'
import { seededRandom } from '../support/core-harness.ts'
import { TestCluster } from '../support/test-cluster.ts'

const stepCount = 30

/** What each index of the metadata log did, on the node that applied it first: all others must do the same (R5). */
class History {
  readonly #deltas = new Map<number, string>()

  watch(node: ControllerNode): void {
    node.onDelta((delta, image) => {
      const { appliedIndex } = image
      const told = JSON.stringify({ ...delta, removedTopics: delta.removedTopics.map(({ name }) => name) })
      const known = this.#deltas.get(appliedIndex)
      if (known === undefined) this.#deltas.set(appliedIndex, told)
      else expect({ appliedIndex, told }).toEqual({ appliedIndex, told: known })
    })
  }
}

/** How many nodes do not count as voters with the disks that they have. */
function strangers(cluster: TestCluster): number {
  const { active } = cluster
  const voters = active?.quorumStatus?.confState.voters ?? []
  const known = cluster.ids.filter((id) => {
    const member = active?.image.quorumMembers.get(BrokerId(id))
    return voters.includes(id) && member?.directoryId === cluster.directoryIds.get(id)
  })
  return cluster.ids.length - known.length
}

/** A minority may have lost its disks, and nothing is lost with them. */
function mayLoseADisk(cluster: TestCluster): boolean {
  return strangers(cluster) < Math.floor((cluster.ids.length - 1) / 2)
}

/** One random life of a cluster. Resolves with the names of the topics whose creation was acknowledged. */
async function live(cluster: TestCluster, seed: number, wipes = false): Promise<string[]> {
  const random = seededRandom(seed)
  const history = new History()
  const acknowledged: string[] = []
  const requests: Promise<void>[] = []
  const pick = <Value>(list: readonly Value[]): Value => list[random.int(list.length)]!
  const startAll = async (ids: readonly number[]): Promise<void> => {
    if (ids.length === 0) return
    await cluster.start(...ids)
    for (const id of ids) history.watch(cluster.node(id))
  }
  const create = async (via: number, name: string): Promise<void> => {
    const response = await cluster.requestTopic(via, name, 2_000).catch(() => undefined)
    if (response?.topics[0]?.errorCode === 0) acknowledged.push(name)
  }
  const dead = (): number[] => cluster.ids.filter((id) => !cluster.nodes.has(id))

  await startAll(cluster.ids)
  for (let step = 0; step < stepCount; step++) {
    const up = [...cluster.nodes.keys()]
    const what = random.int(wipes ? 13 : 10)
    if (what < 4 && up.length > 0) requests.push(create(pick(up), `topic-${step}`))
    else if (what === 4 && up.length > 0) await cluster.kill(pick(up))
    else if (what === 5 && dead().length > 0) await startAll([pick(dead())])
    else if (what === 6 && up.length > 0) cluster.network.isolate(pick(up))
    else if (what === 7) cluster.network.heal()
    else if (what >= 10 && mayLoseADisk(cluster)) {
      const wiped = pick(cluster.ids)
      if (cluster.nodes.has(wiped)) await cluster.kill(wiped)
      cluster.wipe(wiped)
      if (random.int(2) === 0) await startAll([wiped])
    }
    await cluster.time.pass(random.int(random.int(4) === 0 ? 3_000 : 120))
  }
  cluster.network.heal()
  await startAll(dead())
  await cluster.finish(Promise.all(requests))
  await cluster.time.until(() => atRest(cluster, wipes))
  return acknowledged
}

/** There is an active controller, every broker is back, what can be led is led, and everybody knows. */
function atRest(cluster: TestCluster, wipes: boolean): boolean {
  const { active } = cluster
  if (active === undefined) return false
  const { brokers, topics, appliedIndex } = active.image
  // No replica catches up here, so a partition may lose the last disk that was in sync.
  const led =
    wipes ||
    [...topics.values()].every(({ partitions }) =>
      partitions.every(({ leader, isr, elr }) => isr.includes(leader) && elr.length === 0)
    )
  const voters = cluster.ids.every((id) => cluster.node(id).quorumStatus?.voting === true) && strangers(cluster) === 0
  const back = cluster.ids.every((id) => brokers.get(BrokerId(id))?.fenced === false)
  return led && back && voters && [...cluster.nodes.values()].every(({ image }) => image.appliedIndex === appliedIndex)
}

/** Nothing acknowledged is lost, and all nodes hold the same. */
async function check(cluster: TestCluster, acknowledged: readonly string[]): Promise<void> {
  const contents = [...cluster.nodes.values()].map(({ image }) => (image as MetadataStore).toRecords())
  for (const content of contents) expect(content).toEqual(contents[0])
  const names = new Set([...cluster.active!.image.topics.values()].map(({ name }) => name))
  expect(acknowledged.filter((name) => !names.has(name))).toEqual([])
  await cluster.stop()
}

const seedCount = Number(process.env['QUORUM_SEEDS'] ?? 20)
const seeds = Array.from({ length: seedCount }, (_, index) => index + 1)

describe('a quorum under random kills, restarts and cuts', () => {
  test.each(seeds)('seed %d: nothing acknowledged is lost, and all nodes hold the same', async (seed) => {
    const cluster = new TestCluster()
    await check(cluster, await live(cluster, seed))
  })
})

test('a folder votes before it knows that it is a voter again: the others may need it to elect anybody', async () => {
  // Its promotion was committed, and the leader that knew so lost its disk before it could tell (found by this test).
  const cluster = new TestCluster()
  await check(cluster, await live(cluster, 179, true))
})

describe('a quorum that also loses disks, a minority at a time (B6)', () => {
  test.each(seeds)('seed %d: nothing acknowledged is lost, and all disks vote in the end', async (seed) => {
    const cluster = new TestCluster()
    await check(cluster, await live(cluster, seed, true))
  })

  test.each(seeds)('seed %d: nor of five voters, of which two may', async (seed) => {
    const cluster = new TestCluster([1, 2, 3, 4, 5])
    await check(cluster, await live(cluster, seed, true))
  })
})
