import { Offset, type LeaderEpoch } from '@gregor/base'
import type { EpochEnd } from '@gregor/log'

/** What the point of divergence depends on, of either log. */
export interface EpochHistory {
  readonly logStartOffset: Offset
  readonly logEndOffset: Offset
  endOffsetForEpoch(epoch: LeaderEpoch): EpochEnd | undefined
}

/** Where a follower's log ends. */
export interface FollowerEnd {
  readonly logEndOffset: Offset
  /** Epoch of its last batch; -1 = it knows none. */
  readonly lastEpoch: LeaderEpoch
}

/** What a leader answers to a follower that wants to follow. */
export type FollowVerdict =
  | { readonly kind: 'equal'; readonly nextOffset: Offset }
  | { readonly kind: 'diverged'; readonly epochEnd: EpochEnd }
  | { readonly kind: 'reset'; readonly startOffset: Offset }

/**
 * Compares a follower's log with the leader's by leader epochs. Two logs agree up to where the largest epoch that both
 * know ends in either (KIP-101, KIP-279); the high watermark plays no part in it. (P11, B12-B16)
 */
export function compareLogs(leader: EpochHistory, follower: FollowerEnd): FollowVerdict {
  const { logStartOffset, logEndOffset } = leader
  if (follower.logEndOffset < logStartOffset) return { kind: 'reset', startOffset: logStartOffset }
  if (follower.lastEpoch < 0) {
    // No batch whose epoch could tell anything: only its place has to lie within our log.
    if (follower.logEndOffset <= logEndOffset) return { kind: 'equal', nextOffset: follower.logEndOffset }
    return { kind: 'reset', startOffset: logStartOffset }
  }
  const known = leader.endOffsetForEpoch(follower.lastEpoch)
  if (known === undefined) return beforeOurMemory(leader, follower)
  if (known.epoch === follower.lastEpoch && known.endOffset >= follower.logEndOffset) {
    return { kind: 'equal', nextOffset: follower.logEndOffset }
  }
  return { kind: 'diverged', epochEnd: known }
}

/** All our epochs are newer than the follower's last: it shares nothing with us that lies at or above our log start. */
function beforeOurMemory(leader: EpochHistory, follower: FollowerEnd): FollowVerdict {
  if (follower.logEndOffset === leader.logStartOffset) return { kind: 'equal', nextOffset: follower.logEndOffset }
  return { kind: 'reset', startOffset: leader.logStartOffset }
}

/** What a follower does about a divergence: cut its log, or start it anew where the leader's begins. */
export type Truncation =
  | { readonly kind: 'truncate'; readonly offset: Offset }
  | { readonly kind: 'reset'; readonly offset: Offset }

/**
 * Where to cut a follower's log: at the smaller of the leader's end of the epoch and the own end of the largest epoch
 * not above it. (KIP-279, P11.)
 */
export function truncationPoint(
  own: EpochHistory,
  leader: { readonly epochEnd: EpochEnd; readonly logStartOffset: Offset }
): Truncation {
  const { epoch, endOffset } = leader.epochEnd
  const known = own.endOffsetForEpoch(epoch)
  const shared = known === undefined ? own.logStartOffset : Math.min(known.endOffset, endOffset)
  const offset = Offset(Math.min(shared, own.logEndOffset))
  // Nothing of the own log is left then, so it may as well begin where the leader's does. (B16)
  if (offset > own.logStartOffset) return { kind: 'truncate', offset }
  return { kind: 'reset', offset: leader.logStartOffset }
}
