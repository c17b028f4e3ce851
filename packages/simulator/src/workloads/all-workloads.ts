import type { Workload, WorkloadShape } from '../types.ts'
import { createConfigsWorkload } from './configs/configs-workload.ts'
import { createGroupsWorkload } from './groups/groups-workload.ts'
import { createLogWorkload } from './log/log-workload.ts'
import type { WorldOf } from './world-of.ts'

/** What runs while there is trouble, when the topics of the shape are there. */
export function createWorkloads(worldOf: WorldOf, shape: WorkloadShape): Workload[] {
  return [
    createLogWorkload(worldOf, shape),
    createGroupsWorkload(worldOf, shape),
    createConfigsWorkload(worldOf, shape)
  ]
}
