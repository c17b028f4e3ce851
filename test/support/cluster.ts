import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type LocalBrokerLayout, type LocalCluster, type LocalClusterLayout, startLocalCluster } from '@gregor/server'
import { freePorts } from './ports.ts'

/** A cluster of real broker processes with a folder and ports of its own. */
export interface TestCluster extends LocalCluster {
  /** What the brokers have printed so far. */
  readonly output: readonly { readonly broker: number; readonly line: string }[]
  /** Stops the processes and removes the folder; on `keep` prints the end of the brokers' output first. */
  dispose(): Promise<void>
}

export interface TestClusterOptions {
  readonly brokers?: number
  readonly settings?: Readonly<Record<string, string>>
  /** Called when folder and ports are chosen and nothing runs yet; gives variables for the environment of the brokers. */
  readonly prepare?: (layout: LocalClusterLayout) => Promise<Readonly<Record<string, string>>>
  /** Called when all brokers have ended, before the folder is removed. */
  readonly cleanUp?: () => Promise<void>
}

/** Starts `brokers` broker processes and waits until they serve. */
export async function startTestCluster(options: TestClusterOptions = {}): Promise<TestCluster> {
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
  const environment = await options.prepare?.(layout)
  const output: { broker: number; line: string }[] = []
  const cluster = await startLocalCluster({
    layout,
    ...(options.settings === undefined ? {} : { settings: options.settings }),
    ...(environment === undefined ? {} : { environment }),
    onLine: (broker, line) => output.push({ broker, line })
  })
  const dispose = async () => {
    await cluster.stop(15_000)
    await options.cleanUp?.()
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

/** kill -9; resolves when the process is gone. */
export async function killBroker(cluster: LocalCluster, id: number): Promise<void> {
  cluster.process(id).signal('SIGKILL')
  await cluster.process(id).ended
}

/** The node whose admin server says that it is the active controller. */
export async function activeController(layout: LocalClusterLayout): Promise<number> {
  for (const { id, adminPort } of layout.brokers) {
    const text = await (await fetch(`http://${layout.host}:${adminPort}/metrics`)).text()
    if (/^kafka_controller_kafkacontroller_activecontrollercount 1$/m.test(text)) return id
  }
  throw new Error('no broker is the active controller')
}

/** The id of the folder in which a node keeps its metadata. */
export async function directoryId({ dataFolder }: LocalBrokerLayout): Promise<string> {
  return directoryIdIn(await readFile(join(dataFolder, 'meta.properties'), 'utf8'))
}

/** The id of the folder whose meta.properties these are. */
export function directoryIdIn(metaProperties: string): string {
  return /^directory\.id=(.*)$/m.exec(metaProperties)![1]!
}
