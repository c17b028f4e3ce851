import { brokerMetrics } from '@gregor/broker'
import { controllerMetrics } from '@gregor/controller'
import { groupCoordinatorMetrics, transactionCoordinatorMetrics } from '@gregor/coordinator'
import { logMetrics } from '@gregor/log'
import { replicationMetrics } from '@gregor/replication'
import { rpcMetrics } from '@gregor/rpc'
import { processMetrics } from './metrics/process-metrics.ts'

/** Every metric of a node, by the package that keeps it. */
export const metricTables = [
  brokerMetrics,
  controllerMetrics,
  groupCoordinatorMetrics,
  logMetrics,
  processMetrics,
  replicationMetrics,
  rpcMetrics,
  transactionCoordinatorMetrics
] as const
