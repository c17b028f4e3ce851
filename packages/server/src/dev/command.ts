import { homedir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { isatty } from 'node:tty'
import { portProblem } from './io/free-ports.ts'
import { type LocalCluster, startLocalCluster } from './io/local-cluster.ts'
import { type LocalBrokerLayout, type LocalClusterLayout, layOutCluster } from './layout.ts'

/** Options of `gregor dev`. */
export interface DevOptions {
  readonly brokers: number
  readonly host: string
  readonly port: number
  readonly rpcPort: number
  readonly adminPort: number
  readonly data: string
}

const colours = [36, 35, 33, 32, 34, 31]

/** `gregor dev`: a cluster of local brokers in the foreground, until Ctrl-C. Returns the exit code. */
export async function runDevCluster(options: DevOptions, print: (line: string) => void): Promise<number> {
  const layout = layOutCluster({
    host: options.host,
    folder: resolve(options.data),
    count: options.brokers,
    ports: { kafka: options.port, rpc: options.rpcPort, admin: options.adminPort }
  })
  const problems = await takenPorts(layout)
  if (problems.length > 0) {
    for (const problem of problems) print(problem)
    return 1
  }

  const paint = (id: number, text: string) =>
    isatty(1) ? `\u001B[${colours[id % colours.length]}m${text}\u001B[0m` : text
  const stopping = stopSignal()
  const startedMs = performance.now()
  const cluster = await startLocalCluster({
    layout,
    onLine: (id, line) => print(`${paint(id, `broker ${id} |`)} ${line}`),
    environment: { GREGOR_LOG_FORMAT: 'pretty', ...(isatty(1) ? { FORCE_COLOR: '1' } : {}) }
  })
  for (const { id } of layout.brokers) {
    void keepRunning({ cluster, id, stopping, report: (line) => print(`${paint(id, `broker ${id} |`)} ${line}`) })
  }
  const up = await cluster.ready(60_000).then(
    () => true,
    (error: Error) => {
      if (!stopping.aborted) print(`The cluster did not come up: ${error.message}.`)
      return false
    }
  )
  if (up) {
    for (const line of banner(layout, Math.round(performance.now() - startedMs))) print(line)
    await aborted(stopping)
  }
  print('Stopping the brokers …')
  await cluster.stop(30_000)
  print(`Stopped. The data stays in ${shorten(layout.folder)}.`)
  return up ? 0 : 1
}

async function takenPorts(layout: LocalClusterLayout): Promise<string[]> {
  const uses: [(broker: LocalBrokerLayout) => number, string, string][] = [
    [(broker) => broker.kafkaPort, 'Kafka clients', 'GREGOR_PORT or --port'],
    [(broker) => broker.rpcPort, 'the other brokers (gRPC)', 'GREGOR_RPC_PORT or --rpc-port'],
    [(broker) => broker.adminPort, 'metrics and health', 'GREGOR_ADMIN_PORT or --admin-port']
  ]
  const found: string[] = []
  for (const broker of layout.brokers) {
    for (const [portOf, purpose, setting] of uses) {
      const port = portOf(broker)
      const problem = await portProblem(layout.host, port)
      if (problem === undefined) continue
      const why = problem === 'EADDRINUSE' ? 'is taken by another process' : `cannot be used (${problem})`
      found.push(
        `Port ${port}, broker ${broker.id}'s for ${purpose}, ${why}. Move all brokers with ${setting} (the first of ${layout.brokers.length} ports).`
      )
    }
  }
  return found
}

/** Where clients go that are told nothing. */
const defaultBootstrap = '127.0.0.1:9092'

function banner(layout: LocalClusterLayout, tookMs: number): string[] {
  const addresses = layout.brokers.map(({ kafkaPort }) => `${layout.host}:${kafkaPort}`)
  const [first, ...others] = layout.brokers
  const admin = `http://${layout.host}:${first!.adminPort}`
  const alsoOn = others.length === 0 ? '' : `  (the others on ${others.map(({ adminPort }) => adminPort).join(', ')})`
  return [
    '',
    `  Gregor is up: ${count(layout.brokers.length)} after ${tookMs} ms`,
    '',
    `  Connect Kafka clients to   ${addresses.join(',')}`,
    `  Metrics                    ${admin}/metrics${alsoOn}`,
    `  Health                     ${admin}/healthz and /readyz`,
    `  Data                       ${shorten(layout.folder)}`,
    '',
    '  Try next, in another terminal:',
    // A clone's commands are in no folder that a shell looks into.
    ...(process.env['npm_lifecycle_event'] === undefined ? [] : [`    export PATH=${binFolder()}:$PATH`]),
    ...(addresses[0] === defaultBootstrap ? [] : [`    export GREGOR_BOOTSTRAP=${addresses[0]}`]),
    '    gregor topics create greetings',
    '    echo hello | gregor produce greetings',
    '    gregor consume greetings',
    `    curl -s ${admin}/metrics | grep replicamanager_underreplicated`,
    ...(others.length === 0
      ? []
      : [
          `    kill -9 $(cat ${join(shorten(layout.folder), 'broker-2', 'pid')})   # it is started again after ${restartDelayMs / 1000} s`,
          '    gregor doctor                                  # what is wrong meanwhile, and what to do'
        ]),
    '',
    '  Ctrl-C stops all brokers cleanly.',
    ''
  ]
}

function count(brokers: number): string {
  return `${brokers} ${brokers === 1 ? 'broker' : 'brokers'}`
}

/** Of the package from which npm was started. */
function binFolder(): string {
  return join(dirname(process.env['npm_package_json'] ?? resolve('package.json')), 'node_modules', '.bin')
}

/** Aborted by the first SIGINT or SIGTERM; the second one ends this process. */
function stopSignal(): AbortSignal {
  const controller = new AbortController()
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => controller.abort())
  return controller.signal
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve()
    else signal.addEventListener('abort', () => resolve(), { once: true })
  })
}

const restartDelayMs = 3000
const restartsMax = 20

/** Starts a broker again, after a pause, when it ends though nobody asked for it; not for ever. */
async function keepRunning(options: {
  readonly cluster: LocalCluster
  readonly id: number
  readonly stopping: AbortSignal
  readonly report: (line: string) => void
}): Promise<void> {
  const { cluster, id, stopping, report } = options
  for (let restarts = 0; restarts < restartsMax; restarts++) {
    const { code, signal } = await cluster.process(id).ended
    if (stopping.aborted) return
    report(`ended (${signal ?? `exit code ${code}`}); starting it again in ${restartDelayMs / 1000} s`)
    await pause(restartDelayMs, undefined, { signal: stopping }).catch(() => {})
    if (stopping.aborted) return
    await cluster.start(id)
  }
  report(`ended ${restartsMax} times; it is left alone now`)
}

function shorten(folder: string): string {
  const home = homedir()
  return folder.startsWith(`${home}/`) ? `~${folder.slice(home.length)}` : folder
}
