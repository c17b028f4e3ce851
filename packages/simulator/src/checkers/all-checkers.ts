import type { Checker, ObservedCluster } from '../types.ts'
import { AllHealed } from './end/all-healed.ts'
import { EqualLogs } from './end/equal-logs.ts'
import { PartitionStates } from './metadata/partition-states.ts'
import { SameMetadata } from './metadata/same-metadata.ts'
import { PartitionChecker } from './partitions/partition-checker.ts'
import { QuorumChecker } from './quorum/quorum-checker.ts'

/** One of each checker, for one run. */
export function allCheckers(cluster: ObservedCluster): Checker[] {
  return [
    new QuorumChecker(),
    new SameMetadata(cluster),
    new PartitionStates(),
    new PartitionChecker(cluster),
    new AllHealed(cluster),
    new EqualLogs(cluster)
  ]
}
