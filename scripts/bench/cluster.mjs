import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startLocalCluster } from '../../packages/server/dist/index.js'

/** Starts three brokers with a folder and ports of their own. With `profileFolder` each writes a CPU profile when it ends. */
export async function startCluster(profileFolder) {
  const folder = await mkdtemp(join(tmpdir(), 'gregor-bench-'))
  const ports = await freePorts(9)
  const host = '127.0.0.1'
  const brokers = [0, 1, 2].map((index) => ({
    id: index + 1,
    kafkaPort: ports[index],
    rpcPort: ports[3 + index],
    adminPort: ports[6 + index],
    propertiesFile: join(folder, `broker-${index + 1}`, 'server.properties'),
    dataFolder: join(folder, `broker-${index + 1}`, 'log')
  }))
  const environment =
    profileFolder === undefined ? undefined : { NODE_OPTIONS: `--cpu-prof --cpu-prof-dir=${profileFolder}` }
  const cluster = await startLocalCluster({ layout: { host, folder, brokers }, environment, onLine: () => {} })
  const stop = async () => {
    await cluster.stop(20_000)
    await rm(folder, { recursive: true, force: true })
  }
  try {
    await cluster.ready(60_000)
  } catch (error) {
    await stop()
    throw error
  }
  const scrapeAll = () => Promise.all(brokers.map(({ adminPort }) => scrape(`http://${host}:${adminPort}/metrics`)))
  return {
    ports: brokers.map(({ kafkaPort }) => kafkaPort),
    /** Seconds of processor time that all brokers have taken. */
    cpuSeconds: async () => sum((await scrapeAll()).map((text) => valueOf(text, 'process_cpu_seconds_total'))),
    /** Megabytes of memory of a broker, the mean. */
    memoryMb: async () =>
      sum((await scrapeAll()).map((text) => valueOf(text, 'process_resident_memory_bytes'))) / brokers.length / 1e6,
    stop
  }
}

const sum = (values) => values.reduce((total, value) => total + value, 0)
const scrape = async (url) => (await fetch(url)).text()
const valueOf = (text, name) => Number(new RegExp(`^${name} (\\S+)`, 'm').exec(text)[1])

async function freePorts(count) {
  const servers = await Promise.all(
    Array.from(
      { length: count },
      () =>
        new Promise((resolve) =>
          createServer().listen(0, '127.0.0.1', function () {
            resolve(this)
          })
        )
    )
  )
  const ports = servers.map((server) => server.address().port)
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))))
  return ports
}
