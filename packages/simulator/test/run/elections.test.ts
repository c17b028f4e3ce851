import { silentLogger } from '@gregor/base'
import { expect, test } from '@jest/globals'
import { drainMicrotasks, inCallback } from '../../src/io/turn.ts'
import { SimCluster } from '../../src/world/sim-cluster.ts'
import { perfectClock } from '../../src/world/sim-process.ts'
import { Trace } from '../../src/world/trace.ts'

/** Starts a cluster whose votes take long to become durable. Resolves with the term in which it then serves. */
async function start(seed: number): Promise<number> {
  const cluster = new SimCluster({
    seed,
    nodeCount: 3,
    network: {
      delayMs: { least: 1, most: 20 },
      raftLoss: 0,
      raftDuplication: 0,
      raftReordering: 0,
      windowBytes: 8 << 20
    },
    disk: { syncMs: { least: 20, most: 120 }, writeMs: { least: 0, most: 0 } },
    clockError: perfectClock,
    properties: [],
    toleratesLoss: true,
    logDirs: ['/data'],
    logger: () => silentLogger,
    trace: new Trace(),
    drain: drainMicrotasks,
    inCallback
  })
  for (const node of cluster.nodes) node.boot()
  expect(await cluster.run(60_000, () => cluster.allServe)).toBe(true)
  return Math.max(...cluster.nodes.map(({ running }) => running!.controller.quorumStatus!.term))
}

test('who has voted for another makes way, so that slow disks do not elect over and over', async () => {
  const terms: number[] = []
  for (let seed = 1; seed <= 10; seed++) terms.push(await start(seed))
  // Rivals that try again after the same short times take four terms and more on average.
  expect(terms.reduce((sum, term) => sum + term, 0) / terms.length).toBeLessThan(3.5)
}, 60_000)
