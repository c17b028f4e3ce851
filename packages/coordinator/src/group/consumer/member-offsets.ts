import { ErrorCode } from '@gregor/protocol'
import type { Turn } from '../turn.ts'
import { isPresentEpoch } from './classic/members.ts'
import type { ConsumerGroup } from './consumer-group.ts'

/** From this version on OffsetCommit has member epochs. */
const MEMBER_EPOCH_VERSION = 9

/**
 * Whether a member may commit offsets under its epoch; NONE if so. One with an old epoch may have lost its partitions:
 * it has to heartbeat first. Anybody may commit for a group without members.
 */
export function checkCommitOfMember(
  turn: Turn,
  group: ConsumerGroup,
  {
    memberId,
    memberEpoch,
    version
  }: { readonly memberId: string; readonly memberEpoch: number; readonly version: number }
): ErrorCode {
  if (memberEpoch < 0 && group.members.size === 0) return ErrorCode.NONE
  const member = group.members.get(memberId)
  if (member === undefined) return ErrorCode.UNKNOWN_MEMBER_ID
  if (member.classicMemberMetadata !== null) {
    return isPresentEpoch(turn, group, memberId, memberEpoch) ? ErrorCode.NONE : ErrorCode.ILLEGAL_GENERATION
  }
  if (version < MEMBER_EPOCH_VERSION) return ErrorCode.UNSUPPORTED_VERSION
  return memberEpoch === group.currentOf(memberId).memberEpoch ? ErrorCode.NONE : ErrorCode.STALE_MEMBER_EPOCH
}

/** Whether a member may read offsets under its epoch; NONE if so. Who gives none, as administrators, may. */
export function checkFetchOfMember(
  group: ConsumerGroup,
  { memberId, memberEpoch }: { readonly memberId: string | null; readonly memberEpoch: number }
): ErrorCode {
  if (memberId === null && memberEpoch < 0) return ErrorCode.NONE
  if (memberId === null || !group.members.has(memberId)) return ErrorCode.UNKNOWN_MEMBER_ID
  return memberEpoch === group.currentOf(memberId).memberEpoch ? ErrorCode.NONE : ErrorCode.STALE_MEMBER_EPOCH
}
