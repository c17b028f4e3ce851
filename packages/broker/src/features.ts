/** A feature of the cluster in the sense of KIP-584: the levels that this broker speaks and the one in force. */
export interface Feature {
  readonly name: string
  readonly minLevel: number
  readonly maxLevel: number
  readonly finalizedLevel: number
}

/**
 * What ApiVersions says about features. Only what works is listed: clients switch behaviour on these levels
 * (transaction.version, group.version …), so a level is added here together with what it stands for.
 */
export const features: readonly Feature[] = [
  /** Eligible leader replicas, KIP-966. */
  { name: 'eligible.leader.replicas.version', minLevel: 0, maxLevel: 1, finalizedLevel: 1 },
  /** Consumer groups, KIP-848. */
  { name: 'group.version', minLevel: 0, maxLevel: 1, finalizedLevel: 1 },
  /** Each end of a transaction bumps the producer's epoch, and leaders add partitions to transactions, KIP-890. */
  { name: 'transaction.version', minLevel: 0, maxLevel: 2, finalizedLevel: 2 }
]
