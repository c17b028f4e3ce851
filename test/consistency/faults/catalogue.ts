import type { SeededRandom } from '@gregor/simulator'
import { setTimeout as pause } from 'node:timers/promises'
import type { Fault, Trial } from '../run/site.ts'
import type { Links } from './links.ts'
import type { Operator } from './operator.ts'

/** What a fault has at hand here. */
interface Scene extends Trial {
  readonly operator: Operator
  readonly links: Links
}

interface SceneFault {
  readonly kind: string
  strike(scene: Scene): Promise<void>
}

const minuteMs = 60_000
/**
 * How far a clock may jump. Brokers refuse timestamps that are an hour ahead of them (`message.timestamp.after.max.ms`), and
 * forget idle producers after a day (`producer.id.expiration.ms`): within these nobody has a reason to complain.
 */
const jumpMs = { back: 50 * minuteMs, ahead: 12 * 60 * minuteMs }

const seconds = (random: SeededRandom, least: number, most: number) => pause(1000 * random.between(least, most))
const anyLeader = ({ operator, random }: Scene) => operator.observer.leaderOf(random.int(operator.observer.partitions))

async function anyFollower(scene: Scene): Promise<number> {
  const leader = await anyLeader(scene)
  return scene.random.pick(scene.operator.ids.filter((id) => id !== leader))!
}

/** kill -9 of some brokers at once, and their start after a while. */
async function bounce({ operator, random }: Scene, ids: readonly number[]): Promise<void> {
  await Promise.all(ids.map((id) => operator.kill(id)))
  await seconds(random, 0.5, 4)
  await Promise.all(ids.map((id) => operator.start(id)))
}

async function freeze({ operator, random }: Scene, id: number): Promise<void> {
  operator.freeze(id)
  await seconds(random, 1, 13)
  operator.thaw(id)
}

/** Nothing passes between a broker and the others; clients reach all of them. */
async function isolate({ links, random }: Scene, id: number): Promise<void> {
  links.changeAround(id, { held: true })
  await seconds(random, 3, 14)
  links.changeAround(id, { held: false })
}

/** Two of the brokers, in a random order. */
function anyPair({ operator, random }: Scene): readonly [number, number] {
  const one = random.pick(operator.ids)!
  return [one, random.pick(operator.ids.filter((id) => id !== one))!]
}

const faults: readonly SceneFault[] = [
  { kind: 'kill the leader', strike: async (scene) => bounce(scene, [await anyLeader(scene)]) },
  { kind: 'kill a follower', strike: async (scene) => bounce(scene, [await anyFollower(scene)]) },
  { kind: 'kill the controller', strike: async (scene) => bounce(scene, [await scene.operator.activeController()]) },
  { kind: 'kill two', strike: (scene) => bounce(scene, anyPair(scene)) },
  { kind: 'kill all', strike: (scene) => bounce(scene, scene.operator.ids) },
  {
    kind: 'chase the leader, 5 kills',
    async strike(scene) {
      const partition = scene.random.int(scene.operator.observer.partitions)
      for (let round = 0; round < 5; round++) {
        const leader = await scene.operator.observer.leaderOf(partition)
        await scene.operator.kill(leader)
        await scene.writesGoOn(3000)
        await scene.operator.start(leader)
        await scene.writesGoOn(10_000)
      }
    }
  },
  { kind: 'freeze the leader', strike: async (scene) => freeze(scene, await anyLeader(scene)) },
  { kind: 'freeze a follower', strike: async (scene) => freeze(scene, await anyFollower(scene)) },
  { kind: 'freeze the controller', strike: async (scene) => freeze(scene, await scene.operator.activeController()) },
  {
    kind: 'restart',
    async strike({ operator, random }) {
      const id = random.pick(operator.ids)!
      await operator.stop(id)
      await operator.start(id)
    }
  },
  {
    kind: 'delay one broker',
    async strike({ links, operator, random }) {
      const id = random.pick(operator.ids)!
      links.changeAround(id, { delayMs: random.skewed(20, 1000) })
      await seconds(random, 4, 10)
      links.changeAround(id, { delayMs: 0 })
    }
  },
  {
    kind: 'cut one way',
    async strike(scene) {
      const [from, to] = anyPair(scene)
      scene.links.change(from, to, { held: true })
      await seconds(scene.random, 3, 14)
      scene.links.change(from, to, { held: false })
    }
  },
  {
    kind: 'cut a pair, half-open',
    async strike(scene) {
      const [one, other] = anyPair(scene)
      for (const [from, to] of [
        [one, other],
        [other, one]
      ] as const) {
        scene.links.change(from, to, { held: true })
      }
      await seconds(scene.random, 3, 14)
      scene.links.reset(one, other)
      scene.links.change(one, other, { held: false })
      scene.links.change(other, one, { held: false })
    }
  },
  { kind: 'isolate the leader', strike: async (scene) => isolate(scene, await anyLeader(scene)) },
  { kind: 'isolate the controller', strike: async (scene) => isolate(scene, await scene.operator.activeController()) },
  {
    kind: 'reset storm',
    async strike(scene) {
      for (let round = 0; round < 20; round++) {
        scene.links.reset(...anyPair(scene))
        await seconds(scene.random, 0.02, 0.4)
      }
    }
  },
  {
    kind: 'fail syncs',
    async strike(scene) {
      const { operator, random } = scene
      const id = await anyLeader(scene)
      await operator.failSyncs(id)
      await seconds(random, 0, 2)
      await operator.start(id)
    }
  },
  {
    kind: 'jump of a clock',
    async strike({ operator, random }) {
      const id = random.pick(operator.ids)!
      await operator.setClock(id, Math.round(random.between(-jumpMs.back, jumpMs.ahead)))
      await seconds(random, 2, 8)
      await operator.setClock(id, 0)
    }
  },
  {
    kind: 'wipe a disk',
    async strike({ operator, random }) {
      const id = random.pick(operator.ids)!
      await operator.kill(id)
      await operator.wipe(id)
      await seconds(random, 0, 2)
      await operator.start(id)
    }
  }
]

const fullDisk: SceneFault = {
  kind: 'fill a disk',
  strike: ({ operator, random }) => operator.fillDisk(1000 * random.between(2, 6))
}

/** The faults that can be had here. */
export function faultsFor(operator: Operator, links: Links): readonly Fault[] {
  const all = operator.hasSmallDisk ? [...faults, fullDisk] : faults
  return all.map((fault) => ({
    kind: fault.kind,
    strike: (trial) => fault.strike({ ...trial, operator, links })
  }))
}
