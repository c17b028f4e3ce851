import { brokerKeys } from '@gregor/metadata'
import type { SimCluster } from '../world/sim-cluster.ts'
import type { SimNode } from '../world/sim-node.ts'
import type { SeededRandom } from '../world/random.ts'
import { spareDir } from '../world/sim-disk.ts'
import { damageSomeBatch } from './bit-flip.ts'
import type { FaultKind } from './rates.ts'

export interface Strike {
  readonly cluster: SimCluster
  readonly random: SeededRandom
  /** Plans a later part of this trouble; it does not happen once the run heals. */
  readonly later: (delayMs: number, run: () => void) => void
}

/** One piece of trouble. False = there was nothing that it could strike. */
export function strike(kind: FaultKind, context: Strike): boolean {
  const struck = strikes[kind](context)
  if (struck) context.cluster.note(`trouble: ${kind}`)
  return struck
}

const strikes: Record<FaultKind, (context: Strike) => boolean> = {
  kill: (context) => withNode(context, up(context), (node) => killAndBoot(context, node)),
  killLeader: (context) => withNode(context, leaders(context), (node) => killAndBoot(context, node)),
  killController: (context) => withNode(context, controllers(context), (node) => killAndBoot(context, node)),
  powerCut: (context) => withNode(context, up(context), (node) => powerCutAndBoot(context, node)),
  clusterPowerCut: (context) => {
    for (const node of context.cluster.nodes) powerCutAndBoot(context, node)
    return true
  },
  freeze: (context) =>
    withNode(context, up(context), (node) => {
      node.freeze()
      context.later(context.random.skewed(300, 20_000), () => node.thaw())
    }),
  stop: (context) =>
    withNode(context, up(context), (node) => {
      node.stop()
      bootWhenDown(context, node, context.random.skewed(200, 6_000))
    }),
  isolate: ({ cluster, random, later }) => {
    const node = random.pick(cluster.nodes)!
    const clientsToo = random.chance(0.5)
    const others = cluster.hosts.filter((host) => host !== node.id && (clientsToo || host <= cluster.nodes.length))
    return cutFor(
      { cluster, random, later },
      others.flatMap((other) => bothWays(node.id, other))
    )
  },
  loneController: (context) =>
    withNode(context, controllers(context), (node) => {
      const others = context.cluster.nodes.filter((other) => other !== node)
      const ways = others.flatMap((other) => bothWays(node.id, other.id))
      cutFor(context, context.random.chance(0.7) ? ways : ways.filter(([from]) => from === node.id))
    }),
  cutOneWay: (context) => {
    const [from, to] = twoHosts(context)
    return cutFor(context, [[from, to]])
  },
  cutPair: (context) => {
    const [one, other] = twoHosts(context)
    return cutFor(context, bothWays(one, other))
  },
  islands: (context) => {
    const { cluster, random } = context
    const island = new Map(cluster.hosts.map((host) => [host, random.int(3)]))
    const ways = cluster.hosts.flatMap((from) =>
      cluster.hosts.filter((to) => island.get(to) !== island.get(from)).map((to): Way => [from, to])
    )
    return cutFor(context, ways)
  },
  clog: (context) => {
    const { cluster, random, later } = context
    const [from, to] = twoHosts(context)
    cluster.network.clog(from, to, random.skewed(20, 5_000))
    later(random.skewed(500, 10_000), () => cluster.network.clog(from, to, 0))
    return true
  },
  diskFull: (context) =>
    withNode(context, disksAtRisk(context), (node) => {
      node.storage.faults.full = true
      context.later(context.random.skewed(300, 8_000), () => {
        node.storage.faults.full = false
      })
    }),
  diskShort: (context) =>
    withNode(context, context.cluster.nodes, (node) => {
      node.storage.faults.freeBytes = reservedBytesDefault * context.random.pick([0, 0.3, 0.7])!
      context.later(context.random.skewed(300, 8_000), () => {
        node.storage.faults.freeBytes = Infinity
      })
    }),
  diskErrors: (context) =>
    withNode(context, disksAtRisk(context), (node) => {
      node.storage.faults.errors = context.random.chance(0.5) ? 0.02 : 1
      // The first error that a write in one of two log dirs meets takes that dir offline.
      if (context.cluster.logDirs.includes(spareDir)) node.lostDir = true
      context.later(context.random.skewed(50, 3_000), () => {
        node.storage.faults.errors = 0
      })
    }),
  slowDisk: (context) =>
    withNode(context, context.cluster.nodes, (node) => {
      node.storage.faults.slowMs = context.random.skewed(20, 2_000)
      context.later(context.random.skewed(500, 10_000), () => {
        node.storage.faults.slowMs = 0
      })
    }),
  bitFlip: (context) =>
    withLossyNode(context, (node) => {
      node.powerCut()
      const { random } = context
      if (random.chance(0.5)) node.storage.raft.damaged = true
      else {
        damageSomeBatch(node.disk, random)
        node.damaged = true
      }
      bootWhenDown(context, node, random.skewed(200, 4_000))
    }),
  wipe: (context) =>
    withLossyNode(context, (node) => {
      node.powerCut()
      node.wipe()
      bootWhenDown(context, node, context.random.skewed(200, 4_000))
    }),
  logDirFails: (context) =>
    withNode(context, context.cluster.logDirs.includes(spareDir) ? disksAtRisk(context) : [], (node) => {
      node.storage.faults.spareFails = true
      node.lostDir = true
      const { random, later } = context
      if (random.chance(0.3)) killAndBoot(context, node)
      later(random.skewed(300, 5_000), () => {
        node.storage.faults.spareFails = false
        const replaced = node === context.cluster.lossyNode && random.chance(0.5)
        if (replaced) {
          node.powerCut()
          void node.storage.replaceSpare()
          // A wipe meanwhile may have made it a new node, which has lost nothing yet.
          node.lostDir = true
        }
        // It is of use only after a restart.
        if (replaced || random.chance(0.7)) killAndBoot(context, node)
      })
    }),
  clockJump: (context) =>
    withNode(context, up(context), (node) => {
      const { random } = context
      const jumpMs = random.pick([10_000, 3_600_000, 86_400_000 * 365])! * random.between(-1, 1)
      node.process!.clockError.wallOffsetMs += jumpMs
    })
}

function up({ cluster }: Strike): SimNode[] {
  return cluster.nodes.filter((node) => node.running !== undefined)
}

function controllers({ cluster }: Strike): SimNode[] {
  return cluster.nodes.filter((node) => node.running?.controller.isActive === true)
}

function leaders(context: Strike): SimNode[] {
  const image = up(context)[0]?.running?.controller.image
  const leading = new Set<number>()
  for (const { partitions } of image?.topics.values() ?? []) for (const { leader } of partitions) leading.add(leader)
  return up(context).filter(({ id }) => leading.has(id))
}

function withNode({ random }: Strike, nodes: readonly SimNode[], act: (node: SimNode) => void): boolean {
  const node = random.pick(nodes)
  if (node !== undefined) act(node)
  return node !== undefined
}

/**
 * What a node knew may be lost for good on one node of a run only: a second one could take the last copy of something
 * with it, against which no replication helps.
 */
function withLossyNode(context: Strike, act: (node: SimNode) => void): boolean {
  const { cluster } = context
  if (cluster.lossyNode === undefined) return false
  act(cluster.lossyNode)
  return true
}

/** A log whose disk failed is not eligible to lead: where another node may lose its disk, none may have such logs. */
function disksAtRisk({ cluster }: Strike): readonly SimNode[] {
  return cluster.lossyNode === undefined ? cluster.nodes : [cluster.lossyNode]
}

function killAndBoot(context: Strike, node: SimNode): void {
  node.kill()
  bootWhenDown(context, node, context.random.skewed(100, 8_000))
}

function powerCutAndBoot(context: Strike, node: SimNode): void {
  node.powerCut()
  bootWhenDown(context, node, context.random.skewed(300, 8_000))
}

function bootWhenDown(context: Strike, node: SimNode, delayMs: number): void {
  context.later(delayMs, () => {
    if (node.up && node.stopping) bootWhenDown(context, node, 500)
    else node.boot()
  })
}

const reservedBytesDefault = brokerKeys['log.dir.reserved.bytes'].defaultValue

type Way = readonly [from: number, to: number]

function bothWays(one: number, other: number): Way[] {
  return [
    [one, other],
    [other, one]
  ]
}

function twoHosts({ cluster, random }: Strike): Way {
  const one = random.pick(cluster.nodes)!.id
  const other = random.pick(cluster.hosts.filter((host) => host !== one))!
  return random.chance(0.5) ? [one, other] : [other, one]
}

function cutFor({ cluster, random, later }: Strike, ways: readonly Way[]): boolean {
  for (const [from, to] of ways) cluster.network.cut(from, to)
  later(random.skewed(200, 15_000), () => {
    for (const [from, to] of ways) cluster.network.heal(from, to)
  })
  return true
}
