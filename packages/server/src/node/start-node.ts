import { asError, type Logger } from '@gregor/base'
import { createKafkaListener, LogLimiter } from '@gregor/broker'
import { createLevelRaftStorage } from '@gregor/controller'
import { nodeFileSystem, nodeFolderLocks } from '@gregor/log'
import { prepareZstd } from '@gregor/protocol'
import { createPeerServer, createPeers, type Stranger } from '@gregor/rpc'
import type { NodeConfig } from '../config/node-config.ts'
import { type AdminHttp, type AdminHttpOptions, startAdminHttp } from '../io/admin-http.ts'
import { warnOfUnreachable } from '../io/advertised-check.ts'
import { nodeClock, nodeRandom, nodeScheduler } from '../io/node-ports.ts'
import { warnOfStrangers } from '../io/peer-strangers.ts'
import { type PrometheusMetrics, createPrometheusMetrics } from '../io/prometheus.ts'
import { keepProcessGauges } from '../io/process-gauges.ts'
import { metricTables } from '../metric-tables.ts'
import { historyOf } from './group-history.ts'
import { endpointText, listenProblem } from './listen-problem.ts'
import { type Readiness, type RunningNode, runNode } from './node.ts'
import type { NodeWorld } from './node-world.ts'

/** A node that runs in this process. */
export interface GregorNode {
  /** Moves leaderships away, answers what is under way, flushes and closes everything. */
  stop(): Promise<void>
}

export interface GregorNodeOptions {
  readonly config: NodeConfig
  readonly logger: Logger
  /** Something broke after which the process must end. */
  readonly onFailure: (error: Error) => void
}

/** The composition root: a node over this host's clock, disk and network, with its admin server. */
export async function startNode({ config, logger, onFailure }: GregorNodeOptions): Promise<GregorNode> {
  await prepareZstd()
  const metrics = createPrometheusMetrics(metricTables, nodeClock)
  let node: RunningNode | undefined
  const starting: Readiness = { ready: false, detail: 'starting: opening the logs and the metadata' }
  const readiness = (): Readiness => node?.readiness ?? starting
  let stopping = false
  const stopGauges = keepProcessGauges(metrics, () => (stopping ? 6 : readiness().ready ? 3 : 1))
  const log = new LogLimiter(logger, nodeClock)
  const kafkaAddresses = config.advertised.map(endpointText)
  const admin =
    config.admin &&
    (await startAdmin({
      ...config.admin,
      scrape: () => metrics.scrape(),
      readiness,
      groupHistory: (group) => node && historyOf(node.groups, group),
      kafkaAddresses,
      log
    }))
  try {
    const onStranger = warnOfStrangers({ port: config.rpc.port, kafkaAddresses, log })
    node = await runNode({ config, world: hostWorld({ logger, metrics, onStranger }), onFailure })
  } catch (error) {
    stopGauges()
    await admin?.close()
    throw error
  }
  const running = node
  const serving = config.roles.broker ? running.controller.lifecycle.ready : undefined
  // Whoever waits for the broker hears of a failure from it.
  serving?.then(
    () => warnOfUnreachable(config.advertised, logger),
    () => {}
  )
  return {
    stop: async () => {
      stopping = true
      await running.stop()
      stopGauges()
      await admin?.close()
    }
  }
}

function hostWorld({
  logger,
  metrics,
  onStranger
}: {
  readonly logger: Logger
  readonly metrics: PrometheusMetrics
  readonly onStranger: (stranger: Stranger) => void
}): NodeWorld {
  return {
    clock: nodeClock,
    scheduler: nodeScheduler,
    random: nodeRandom,
    logger,
    metrics,
    fileSystem: nodeFileSystem,
    locks: nodeFolderLocks,
    createPeers: (identity) => createPeers({ identity, logger, metrics }),
    createPeerServer: (options) => createPeerServer({ ...options, logger, metrics, onStranger }),
    createRaftStorage: createLevelRaftStorage,
    createClientListener: createKafkaListener
  }
}

async function startAdmin(options: AdminHttpOptions): Promise<AdminHttp> {
  const where = `${options.host}:${options.port}`
  try {
    return await startAdminHttp(options)
  } catch (cause) {
    const message = `the admin server cannot listen on ${where}: ${listenProblem(asError(cause))}; move it with admin.listener and admin.port (-1 = no admin server)`
    throw new Error(message, { cause })
  }
}
