import { setTimeout as pause } from 'node:timers/promises'
import type { SeededRandom } from '@gregor/simulator'
import type { Observer } from '../consistency/faults/observer.ts'
import type { Fault } from '../consistency/run/site.ts'
import type { ComposeCluster } from './compose-cluster.ts'

const seconds = (random: SeededRandom, least: number, most: number) => pause(1000 * random.between(least, most))

function shuffled<Item>(items: readonly Item[], random: SeededRandom): Item[] {
  const left = [...items]
  return items.map(() => left.splice(random.int(left.length), 1)[0]!)
}

/** What can happen to containers. */
export function containerFaults(cluster: ComposeCluster, observer: Observer): readonly Fault[] {
  const { docker, container } = cluster
  const ids = cluster.layout.brokers.map(({ id }) => id)
  const anyLeader = (random: SeededRandom): Promise<number> => observer.leaderOf(random.int(observer.partitions))
  /** One broker after the other, in a random order and with pauses. */
  const startAll = async (random: SeededRandom): Promise<void> => {
    for (const id of shuffled(ids, random)) {
      await docker('start', container(id))
      await seconds(random, 0, 2)
    }
  }
  return [
    {
      kind: 'kill the leader',
      async strike({ random }) {
        const id = await anyLeader(random)
        await docker('kill', '--signal', 'KILL', container(id))
        await seconds(random, 0.5, 3)
        await docker('start', container(id))
      }
    },
    {
      kind: 'pause the leader',
      async strike({ random }) {
        const id = await anyLeader(random)
        await docker('pause', container(id))
        await seconds(random, 1, 8)
        await docker('unpause', container(id))
      }
    },
    {
      kind: 'disconnect the leader',
      async strike({ random }) {
        const id = await anyLeader(random)
        await docker('network', 'disconnect', '--force', cluster.network, container(id))
        await seconds(random, 2, 8)
        await docker('network', 'connect', '--alias', `gregor-${id}`, cluster.network, container(id))
      }
    },
    {
      kind: 'stop without grace',
      async strike({ random }) {
        const id = random.pick(ids)!
        await docker('stop', '--time', '0', container(id))
        await docker('start', container(id))
      }
    },
    {
      kind: 'restart',
      async strike({ random }) {
        await docker('restart', '--time', '30', container(random.pick(ids)!))
      }
    },
    {
      kind: 'lose a volume',
      async strike({ random }) {
        const id = random.pick(ids)!
        await cluster.lose(id)
        await seconds(random, 0, 2)
        await cluster.up([id])
      }
    },
    {
      kind: 'cold start in random order',
      async strike({ random }) {
        await Promise.all(ids.map((id) => docker('kill', '--signal', 'KILL', container(id))))
        await startAll(random)
      }
    }
  ]
}
