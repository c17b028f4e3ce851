import type { Workload, WorkloadShape } from '../types.ts'
import { createConfigsWorkload } from './configs/configs-workload.ts'
import {
  type ConsumerGroupsSettings,
  createConsumerGroupsWorkload
} from './consumer-groups/consumer-groups-workload.ts'
import { createGroupsWorkload } from './groups/groups-workload.ts'
import { createLogWorkload } from './log/log-workload.ts'
import { createTransactionsWorkload } from './transactions/transactions-workload.ts'
import type { WorldOf } from './world-of.ts'

/** What clients of a run do. */
export interface WorkloadDraw {
  /** Of the producers and consumers that know nothing of transactions. */
  readonly shape: WorkloadShape
  /** Topics that only transactions write to; undefined = this run has none. */
  readonly transactions: WorkloadShape | undefined
  readonly groups: {
    /** Whether there is a group of the classic protocol. */
    readonly classic: boolean
    /** A group of the consumer protocol (KIP-848); undefined = there is none. */
    readonly consumer: ConsumerGroupsSettings | undefined
  }
}

/** What runs while there is trouble, when the topics of the shapes are there. */
export function createWorkloads(worldOf: WorldOf, { shape, transactions, groups }: WorkloadDraw): Workload[] {
  const workloads = [createLogWorkload(worldOf, shape), createConfigsWorkload(worldOf, shape)]
  if (groups.classic) workloads.push(createGroupsWorkload(worldOf, shape))
  if (groups.consumer !== undefined) workloads.push(createConsumerGroupsWorkload(worldOf, shape, groups.consumer))
  if (transactions !== undefined) workloads.push(createTransactionsWorkload(worldOf, transactions))
  return workloads
}
