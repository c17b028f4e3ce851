import { NO_BROKER, type BrokerId } from '@gregor/base'
import type { MetadataImage, PartitionImage } from '@gregor/metadata'
import { ErrorCode } from '@gregor/protocol'
import { endpointFor } from './endpoints.ts'

/** One partition as clients are told of it. */
export interface PartitionView {
  readonly errorCode: number
  readonly partitionIndex: number
  readonly leaderId: number
  readonly leaderEpoch: number
  readonly replicaNodes: readonly number[]
  readonly isrNodes: readonly number[]
  readonly offlineReplicas: readonly number[]
}

/** Tells which brokers are alive, and which of them a client of `listener` can reach; looked up once per response. */
export interface Reachability {
  readonly alive: ReadonlySet<BrokerId>
  readonly reachable: ReadonlySet<BrokerId>
  /** The error of a partition whose leader is alive but out of the client's reach. */
  readonly unreachableCode: number
  /** Counts as alive, but is likely gone: not to be named as leader. */
  readonly isSuspect: (broker: BrokerId) => boolean
}

export function reachabilityOf(
  image: MetadataImage,
  options: {
    readonly listener: string
    readonly unreachableCode: number
    /** Default: nobody is. */
    readonly isSuspect?: (broker: BrokerId) => boolean
  }
): Reachability {
  const alive = [...image.brokers.values()].filter(({ fenced }) => !fenced)
  return {
    alive: new Set(alive.map(({ id }) => id)),
    reachable: new Set(alive.filter((broker) => endpointFor(broker, options.listener)).map(({ id }) => id)),
    unreachableCode: options.unreachableCode,
    isSuspect: options.isSuspect ?? (() => false)
  }
}

/** A leader that the client cannot reach is not named. */
export function viewPartition(partition: PartitionImage, reachability: Reachability): PartitionView {
  const { leader, replicas } = partition
  const errorCode = leaderError(leader, reachability)
  return {
    errorCode,
    partitionIndex: partition.partition,
    leaderId: errorCode === ErrorCode.NONE ? leader : NO_BROKER,
    leaderEpoch: partition.leaderEpoch,
    replicaNodes: replicas,
    isrNodes: partition.isr,
    offlineReplicas: replicas.filter((replica) => !reachability.reachable.has(replica))
  }
}

function leaderError(leader: BrokerId, { alive, reachable, unreachableCode, isSuspect }: Reachability): number {
  if (isSuspect(leader)) return ErrorCode.LEADER_NOT_AVAILABLE
  if (reachable.has(leader)) return ErrorCode.NONE
  return alive.has(leader) ? unreachableCode : ErrorCode.LEADER_NOT_AVAILABLE
}
