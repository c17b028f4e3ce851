import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type LocalCluster, type LocalClusterLayout, startLocalCluster } from '@gregor/server'
import { freePorts } from './ports.ts'

/** A cluster of real broker processes with a folder and ports of its own. */
export interface TestCluster extends LocalCluster {
  /** What the brokers have printed so far. */
  readonly output: readonly { readonly broker: number; readonly line: string }[]
  /** Stops the processes and removes the folder; on `keep` prints the end of the brokers' output first. */
  dispose(): Promise<void>
}

/** Starts `brokers` broker processes and waits until they serve. */
export async function startTestCluster(
  options: { readonly brokers?: number; readonly settings?: Readonly<Record<string, string>> } = {}
): Promise<TestCluster> {
  const count = options.brokers ?? 3
  const folder = await mkdtemp(join(tmpdir(), 'gregor-test-'))
  const ports = await freePorts(count * 3)
  const layout: LocalClusterLayout = {
    host: '127.0.0.1',
    folder,
    brokers: Array.from({ length: count }, (_, index) => ({
      id: index + 1,
      kafkaPort: ports[index]!,
      rpcPort: ports[count + index]!,
      adminPort: ports[2 * count + index]!,
      propertiesFile: join(folder, `broker-${index + 1}`, 'server.properties'),
      dataFolder: join(folder, `broker-${index + 1}`, 'log')
    }))
  }
  const output: { broker: number; line: string }[] = []
  const cluster = await startLocalCluster({
    layout,
    ...(options.settings === undefined ? {} : { settings: options.settings }),
    onLine: (broker, line) => output.push({ broker, line })
  })
  const dispose = async () => {
    await cluster.stop(15_000)
    await rm(folder, { recursive: true, force: true })
  }
  try {
    await cluster.ready(60_000)
  } catch (error) {
    await dispose()
    const tail = output.slice(-60).map(({ broker, line }) => `  ${broker} | ${line}`)
    throw new Error(`${(error as Error).message}\n${tail.join('\n')}`, { cause: error })
  }
  return { ...cluster, output, dispose }
}
