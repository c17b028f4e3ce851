import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { type LocalBrokerLayout, type LocalClusterLayout, brokerProperties } from '../layout.ts'
import { type BrokerProcess, spawnBroker } from './broker-process.ts'
import { brokerReady } from './broker-ready.ts'

/** The broker processes of a cluster on this machine. */
export interface LocalCluster {
  readonly layout: LocalClusterLayout
  /** `host:port` of every broker, comma-separated. */
  readonly bootstrap: string
  process(id: number): BrokerProcess
  /** Starts a broker that is not running; its process id is also in the file `pid` beside its properties. */
  start(id: number): Promise<BrokerProcess>
  /** Resolves when every broker that runs answers ready; rejects when one ends first or the time is up. */
  ready(timeoutMs: number): Promise<void>
  /** SIGTERM to all; SIGKILL to those that are still there after `graceMs`. */
  stop(graceMs: number): Promise<void>
}

export interface LocalClusterOptions {
  readonly layout: LocalClusterLayout
  /** Further settings for every broker. */
  readonly settings?: Readonly<Record<string, string>>
  readonly environment?: Readonly<Record<string, string>>
  readonly onLine: (id: number, line: string) => void
}

/** Writes the properties files and starts all brokers. */
export async function startLocalCluster(options: LocalClusterOptions): Promise<LocalCluster> {
  const { layout } = options
  const processes = new Map<number, BrokerProcess>()
  const broker = (id: number): LocalBrokerLayout => {
    const found = layout.brokers.find((candidate) => candidate.id === id)
    if (found === undefined) throw new RangeError(`there is no broker ${id} in this cluster`)
    return found
  }

  const cluster: LocalCluster = {
    layout,
    bootstrap: layout.brokers.map(({ kafkaPort }) => `${layout.host}:${kafkaPort}`).join(','),
    process(id) {
      const found = processes.get(broker(id).id)
      if (found === undefined) throw new Error(`broker ${id} has not been started`)
      return found
    },
    async start(id) {
      const { propertiesFile } = broker(id)
      await mkdir(dirname(propertiesFile), { recursive: true })
      await writeFile(propertiesFile, brokerProperties(layout, broker(id), options.settings))
      const started = spawnBroker({
        propertiesFile,
        onLine: (line) => options.onLine(id, line),
        ...(options.environment === undefined ? {} : { environment: options.environment })
      })
      processes.set(id, started)
      await writeFile(join(dirname(propertiesFile), 'pid'), String(started.pid))
      return started
    },
    async ready(timeoutMs) {
      const running = layout.brokers.filter(({ id }) => processes.get(id)?.running)
      await Promise.all(
        running.map((each) => {
          const isRunning = (): boolean => cluster.process(each.id).running
          return brokerReady(each, { host: layout.host, timeoutMs, isRunning })
        })
      )
    },
    async stop(graceMs) {
      await Promise.all([...processes.values()].map((each) => stopProcess(each, graceMs)))
    }
  }
  await Promise.all(layout.brokers.map(({ id }) => cluster.start(id)))
  return cluster
}

async function stopProcess(process: BrokerProcess, graceMs: number): Promise<void> {
  if (!process.running) return
  process.signal('SIGTERM')
  const patience = new AbortController()
  const late = pause(graceMs, 'late', { signal: patience.signal }).catch(() => 'ended')
  const first = await Promise.race([process.ended.then(() => 'ended'), late])
  patience.abort()
  if (first === 'late') process.signal('SIGKILL')
  await process.ended
}
