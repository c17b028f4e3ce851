import { LeaderEpoch, Offset, type BrokerId } from '@gregor/base'
import { ErrorCode } from '@gregor/protocol'
import type { DivergenceInput, FollowPartition } from '@gregor/rpc'
import { compareLogs } from '../core/divergence.ts'
import type { LeaderState } from '../core/leader-state.ts'
import type { Replica } from '../replica.ts'

/** What becomes of a follower's wish to follow a partition. */
export type Admission =
  | { readonly kind: 'admitted'; readonly leader: LeaderState; readonly nextOffset: Offset }
  /** The follower's metadata is ahead of ours: it is admitted or refused when ours has caught up. */
  | { readonly kind: 'parked' }
  | { readonly kind: 'refused'; readonly errorCode: number }
  | { readonly kind: 'diverged'; readonly divergence: DivergenceInput }
  | { readonly kind: 'reset'; readonly startOffset: Offset }

/** Decides whether a follower may follow, and from where. Both must be in the same leader epoch. (KIP-101, KIP-279, KIP-320) */
export function admit(replica: Replica | undefined, wish: FollowPartition, follower: BrokerId): Admission {
  if (replica === undefined) return { kind: 'parked' }
  const { role } = replica.state
  if (role.kind === 'offline') return { kind: 'refused', errorCode: ErrorCode.KAFKA_STORAGE_ERROR }
  if (role.leaderEpoch > wish.leaderEpoch) return { kind: 'refused', errorCode: ErrorCode.FENCED_LEADER_EPOCH }
  if (role.leaderEpoch < wish.leaderEpoch || role.kind === 'none') return { kind: 'parked' }
  if (role.kind === 'follower') return { kind: 'refused', errorCode: ErrorCode.NOT_LEADER_OR_FOLLOWER }
  if (!role.replicas.includes(follower)) return { kind: 'refused', errorCode: ErrorCode.REPLICA_NOT_AVAILABLE }
  const verdict = compareLogs(replica.openLog, {
    logEndOffset: Offset(wish.logEndOffset),
    lastEpoch: LeaderEpoch(wish.lastEpoch)
  })
  switch (verdict.kind) {
    case 'equal':
      return { kind: 'admitted', leader: role, nextOffset: verdict.nextOffset }
    case 'diverged':
      return { kind: 'diverged', divergence: verdict.epochEnd }
    case 'reset':
      return { kind: 'reset', startOffset: verdict.startOffset }
  }
}
