import type { Checker, ObservedCluster } from '../types.ts'
import { PartitionStates } from './metadata/partition-states.ts'
import { SameMetadata } from './metadata/same-metadata.ts'
import { QuorumChecker } from './quorum/quorum-checker.ts'

/** One of each checker, for one run. */
export function allCheckers(cluster: ObservedCluster): Checker[] {
  return [new QuorumChecker(), new SameMetadata(cluster), new PartitionStates()]
}
