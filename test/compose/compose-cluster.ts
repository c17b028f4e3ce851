import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { LocalClusterLayout } from '@gregor/server'
import { runOk } from '../support/run.ts'
import { repository } from '../support/sources.ts'

const brokerIds = [1, 2, 3] as const
const firstKafkaPort = 29_092
const firstAdminPort = 9_644
/** Long enough for a stop in peace: the file gives each broker 30 s. */
const commandMs = 90_000

/** The cluster of docker-compose.yml, in a project and with volumes of its own. */
export interface ComposeCluster {
  readonly layout: LocalClusterLayout
  readonly bootstrap: string
  /** The network that the brokers share. */
  readonly network: string
  readonly container: (id: number) => string
  /** Runs `docker` with these arguments; rejects, with what it said, when it fails. Resolves with its output. */
  readonly docker: (...args: string[]) => Promise<string>
  /** Creates and starts containers that are not there, or all. */
  up(ids?: readonly number[]): Promise<void>
  /** Kills the container of a broker and removes it together with its volume. */
  lose(id: number): Promise<void>
  /** What the containers have printed. */
  logs(): Promise<string>
  /** Copies the data of a broker out of its container, which need not run; resolves with the folder. */
  copyData(id: number): Promise<string>
  /** Removes containers, volumes and network. */
  dispose(): Promise<void>
}

/** Brings the three brokers up, with further settings for each. */
export async function startComposeCluster(settings: Readonly<Record<string, string>>): Promise<ComposeCluster> {
  const folder = await mkdtemp(join(tmpdir(), 'gregor-compose-'))
  const project = folder.slice(folder.lastIndexOf('/') + 1).toLowerCase()
  const override = await writeOverride(folder, settings)
  const files = ['-f', join(repository, 'docker-compose.yml'), '-f', override]
  const compose = async (...args: string[]): Promise<string> =>
    (await runOk('docker-compose', ['-p', project, ...files, ...args], { timeoutMs: commandMs })).stdout
  const docker = async (...args: string[]): Promise<string> =>
    (await runOk('docker', args, { timeoutMs: commandMs })).stdout
  const container = (id: number): string => `${project}_gregor-${id}_1`
  const cluster: ComposeCluster = {
    layout: layoutOf(folder),
    bootstrap: brokerIds.map((_, place) => `127.0.0.1:${firstKafkaPort + place}`).join(','),
    network: `${project}_default`,
    container,
    docker,
    async up(ids = brokerIds) {
      await compose('up', '-d', '--no-recreate', ...ids.map((id) => `gregor-${id}`))
    },
    async lose(id) {
      await docker('rm', '--force', '--volumes', container(id))
      await docker('volume', 'rm', `${project}_data-${id}`)
    },
    logs: () => compose('logs', '--no-color', '--timestamps'),
    async copyData(id) {
      const target = join(folder, `data-${id}`)
      await docker('cp', `${container(id)}:/var/lib/gregor`, target)
      return target
    },
    async dispose() {
      await compose('down', '--volumes', '--timeout', '5')
      await rm(folder, { recursive: true, force: true })
    }
  }
  try {
    await cluster.up()
  } catch (error) {
    await cluster.dispose()
    throw error
  }
  return cluster
}

/** The properties of the repository with the settings at their end, and a compose file that mounts them. */
async function writeOverride(folder: string, settings: Readonly<Record<string, string>>): Promise<string> {
  const extra = Object.entries(settings).map(([key, value]) => `${key}=${value}\n`)
  const services = brokerIds.map(async (id) => {
    const own = await readFile(join(repository, 'deploy', 'docker', `broker-${id}.properties`), 'utf8')
    const file = join(folder, `broker-${id}.properties`)
    await writeFile(file, `${own.trimEnd()}\n${extra.join('')}`, { mode: 0o644 })
    return [`gregor-${id}`, { volumes: [`data-${id}:/var/lib/gregor`, `${file}:/etc/gregor/server.properties:ro`] }]
  })
  const file = join(folder, 'override.json')
  await writeFile(file, JSON.stringify({ services: Object.fromEntries(await Promise.all(services)) }))
  return file
}

function layoutOf(folder: string): LocalClusterLayout {
  const brokers = brokerIds.map((id, place) => ({
    id,
    kafkaPort: firstKafkaPort + place,
    // Not reached from outside.
    rpcPort: 0,
    adminPort: firstAdminPort + place,
    propertiesFile: join(folder, `broker-${id}.properties`),
    dataFolder: join(folder, `data-${id}`)
  }))
  return { host: '127.0.0.1', folder, brokers }
}
