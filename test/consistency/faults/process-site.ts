import { directoryId, startTestCluster } from '../../support/cluster.ts'
import type { Site } from '../run/site.ts'
import { faultsFor } from './catalogue.ts'
import { Links } from './links.ts'
import { Machines } from './machine.ts'
import { Operator } from './operator.ts'
import { type Ballast, mountSmallDisk } from './small-disk.ts'

/** Three broker processes, with a proxy on each link between two of them, a small disk under one, and machines that can fail. */
export async function startProcessSite(settings: Readonly<Record<string, string>>): Promise<Site> {
  let links: Links | undefined
  let machines: Machines | undefined
  let ballast: Ballast | undefined
  const cluster = await startTestCluster({
    // Brokers that freeze are to come back with all that they believe.
    settings: { ...settings, 'stopped.process.kill.ms': '0' },
    async prepare(layout) {
      links = await Links.open(layout)
      machines = await Machines.open(layout)
      ballast = await mountSmallDisk(layout)
      const preloads = [Links.preload, Machines.preload].map((url) => `--import=${url}`)
      const options = [process.env['NODE_OPTIONS'] ?? '', ...preloads].join(' ').trim()
      return { NODE_OPTIONS: options, ...links.environment, ...machines.environment }
    },
    async cleanUp() {
      await ballast?.unmount()
      await links?.close()
    }
  })
  const { layout, bootstrap, output } = cluster
  const broker = (id: number) => layout.brokers.find((candidate) => candidate.id === id)!
  let operator: Operator | undefined
  return {
    layout,
    bootstrap,
    output,
    left: ballast === undefined ? ['no disk was filled: a tmpfs could not be mounted'] : [],
    isRunning: (id) => cluster.process(id).running,
    ready: (timeoutMs) => cluster.ready(timeoutMs),
    directoryId: (id) => directoryId(broker(id)),
    faults(observer, complain) {
      operator = new Operator({ cluster, observer, machines: machines!, ballast, complain })
      return faultsFor(operator, links!)
    },
    prepared: () => links!.complete,
    async stop() {
      operator?.letEnd()
      await cluster.stop(30_000)
      return (id) => broker(id).dataFolder
    },
    dispose: () => cluster.dispose()
  }
}
