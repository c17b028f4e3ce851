import type { Checker, ClientWorld, ObservedCluster, Workload, WorkloadShape } from '../types.ts'
export function allCheckers(_cluster: ObservedCluster): Checker[] { return [] }
export function createTopics(_world: ClientWorld, _shape: WorkloadShape): Workload {
  return { name: 'topics', start() {}, stop() {}, idle: true, counts: () => ({}), check: async () => {} }
}
export function createWorkloads(_world: (name: string) => ClientWorld, _shape: WorkloadShape): Workload[] { return [] }
