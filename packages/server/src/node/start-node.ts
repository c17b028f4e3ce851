import type { Logger } from '@gregor/base'
import { createKafkaListener } from '@gregor/broker'
import { createLevelRaftStorage } from '@gregor/controller'
import { nodeFileSystem, nodeFolderLocks } from '@gregor/log'
import { prepareZstd } from '@gregor/protocol'
import { createPeerServer, createPeers } from '@gregor/rpc'
import type { NodeConfig } from '../config/node-config.ts'
import { type AdminHttp, type AdminHttpOptions, startAdminHttp } from '../io/admin-http.ts'
import { nodeClock, nodeRandom, nodeScheduler } from '../io/node-ports.ts'
import { type PrometheusMetrics, createPrometheusMetrics } from '../io/prometheus.ts'
import { keepProcessGauges } from '../io/process-gauges.ts'
import { metricTables } from '../metric-tables.ts'
import { historyOf } from './group-history.ts'
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
  const groupHistory = (group: string) => node && historyOf(node.groups, group)
  const admin =
    config.admin === undefined ? undefined : await startAdmin(config.admin, { metrics, readiness, groupHistory })
  try {
    node = await runNode({ config, world: hostWorld(logger, metrics), onFailure })
  } catch (error) {
    stopGauges()
    await admin?.close()
    throw error
  }
  const running = node
  return {
    stop: async () => {
      stopping = true
      await running.stop()
      stopGauges()
      await admin?.close()
    }
  }
}

function hostWorld(logger: Logger, metrics: PrometheusMetrics): NodeWorld {
  return {
    clock: nodeClock,
    scheduler: nodeScheduler,
    random: nodeRandom,
    logger,
    metrics,
    fileSystem: nodeFileSystem,
    locks: nodeFolderLocks,
    createPeers: (identity) => createPeers({ identity, logger, metrics }),
    createPeerServer: (options) => createPeerServer({ ...options, logger, metrics }),
    createRaftStorage: createLevelRaftStorage,
    createClientListener: createKafkaListener
  }
}

async function startAdmin(
  address: { readonly host: string; readonly port: number },
  { metrics, ...node }: { readonly metrics: PrometheusMetrics } & Pick<AdminHttpOptions, 'readiness' | 'groupHistory'>
): Promise<AdminHttp> {
  try {
    return await startAdminHttp({ ...address, ...node, scrape: () => metrics.scrape() })
  } catch (cause) {
    const reason =
      (cause as NodeJS.ErrnoException).code === 'EADDRINUSE' ? 'is taken by another process' : 'cannot be used'
    const message = `admin port ${address.port} ${reason}: move it with admin.port (-1 = no admin server)`
    throw new Error(message, { cause })
  }
}
