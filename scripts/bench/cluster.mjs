import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startLocalCluster } from '../../packages/server/dist/index.js'
import { freePorts } from './ports.mjs'
import { processUsage } from './process-usage.mjs'

const host = '127.0.0.1'
const READY_MS_MAX = 60_000

/**
 * Starts brokers (three) with a folder and ports of their own, and waits until they are ready. With `profileFolder` each writes a
 * CPU profile when it ends; `onLine` gets the id of a broker and a line that it logs.
 */
export async function startCluster({ brokers: count = 3, profileFolder, onLine = () => {} } = {}) {
  const folder = await mkdtemp(join(tmpdir(), 'gregor-bench-'))
  const given = await freePorts(count * 3)
  const brokers = Array.from({ length: count }, (_, index) => ({
    id: index + 1,
    kafkaPort: given[index],
    rpcPort: given[count + index],
    adminPort: given[2 * count + index],
    propertiesFile: join(folder, `broker-${index + 1}`, 'server.properties'),
    dataFolder: join(folder, `broker-${index + 1}`, 'log')
  }))
  const environment =
    profileFolder === undefined ? undefined : { NODE_OPTIONS: `--cpu-prof --cpu-prof-dir=${profileFolder}` }
  const cluster = await startLocalCluster({ layout: { host, folder, brokers }, environment, onLine })
  let stopped = false
  let starting = Promise.resolve()
  const startAgain = async () => {
    if (stopped) throw new Error('the cluster was stopped')
    const started = Promise.all(brokers.map(({ id }) => cluster.start(id)))
    starting = started.catch(() => {})
    await started
  }
  const stop = async () => {
    stopped = true
    await starting
    await cluster.stop(20_000)
    await rm(folder, { recursive: true, force: true })
  }
  try {
    await cluster.ready(READY_MS_MAX)
  } catch (error) {
    await stop()
    throw error
  }
  const processes = () => brokers.map(({ id }) => cluster.process(id))
  const usages = () => Promise.all(processes().map(({ pid }) => processUsage(pid)))
  return {
    ports: brokers.map(({ kafkaPort }) => kafkaPort),
    /** Seconds of processor time that all brokers have taken since each was started. */
    cpuSeconds: async () => sum((await usages()).map((usage) => usage.cpuSeconds)),
    /** Seconds of processor time of each broker. */
    cpuSecondsEach: async () => (await usages()).map((usage) => usage.cpuSeconds),
    /** Megabytes of memory of a broker, the mean. */
    memoryMb: async () => sum((await usages()).map((usage) => usage.residentBytes)) / count / 1e6,
    /** Ends all brokers, by SIGTERM or SIGKILL. */
    end: async (signal) => {
      for (const process of processes()) process.signal(signal)
      await Promise.all(processes().map(({ ended }) => ended))
    },
    /** Starts all brokers that were ended; does not wait until they are ready. Rejects after `stop`, so that none is left over. */
    startAgain,
    /** Resolves when every broker answers ready. */
    ready: () => cluster.ready(READY_MS_MAX),
    /** Stops the brokers and removes their folder. */
    stop
  }
}

const sum = (values) => values.reduce((total, value) => total + value, 0)
