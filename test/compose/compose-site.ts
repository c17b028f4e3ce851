import { brokerReady } from '@gregor/server'
import type { Site } from '../consistency/run/site.ts'
import { directoryIdIn } from '../support/cluster.ts'
import { type ComposeCluster, startComposeCluster } from './compose-cluster.ts'
import { containerFaults } from './container-faults.ts'

/** The cluster of docker-compose.yml as the place of a consistency run. */
export async function startComposeSite(settings: Readonly<Record<string, string>>): Promise<Site> {
  const cluster = await startComposeCluster(settings)
  const { layout, bootstrap } = cluster
  const ids = layout.brokers.map(({ id }) => id)
  const output: { broker: number; line: string }[] = []
  try {
    await ready(cluster, 60_000)
  } catch (error) {
    const logs = await cluster.logs()
    await cluster.dispose()
    throw new Error(`${(error as Error).message}\n${logs.slice(-8_000)}`, { cause: error })
  }
  return {
    layout,
    bootstrap,
    output,
    left: [],
    isRunning: () => true,
    ready: (timeoutMs) => ready(cluster, timeoutMs),
    directoryId: (id) => directoryId(cluster, id),
    faults: (observer) => containerFaults(cluster, observer),
    prepared: () => true,
    async stop() {
      for (const line of (await cluster.logs()).split('\n')) output.push({ broker: 0, line })
      await Promise.all(ids.map((id) => cluster.docker('stop', '--time', '30', cluster.container(id))))
      for (const id of ids) await cluster.copyData(id)
      return (id) => layout.brokers.find((broker) => broker.id === id)!.dataFolder
    },
    dispose: () => cluster.dispose()
  }
}

async function ready({ layout }: ComposeCluster, timeoutMs: number): Promise<void> {
  const { host, brokers } = layout
  await Promise.all(brokers.map((broker) => brokerReady(broker, { host, timeoutMs, isRunning: () => true })))
}

async function directoryId({ docker, container }: ComposeCluster, id: number): Promise<string> {
  return directoryIdIn(await docker('exec', container(id), 'cat', '/var/lib/gregor/meta.properties'))
}
