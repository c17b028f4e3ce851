import { ErrorCode } from '@gregor/protocol'
import { groupAppendError } from './append-errors.ts'
import { GroupStateName, type ClassicGroup, type Member } from './classic-group.ts'
import { groupMetadataRecord } from './group-record.ts'
import type { JoinInput } from './inputs.ts'
import { answerJoin, answerSync, noticeJoin, noticeRemoval } from './members.ts'
import { countProtocols, selectProtocol } from './protocols.ts'
import { maybeCompleteJoin, prepareRebalance } from './rebalance.ts'
import { joinedMembers, joinFailure, joinSuccess, syncFailure } from './responses.ts'
import { cancelSession, extendSession } from './session.ts'
import type { GroupTicket, ReplacedMember } from './tickets.ts'
import type { Turn } from './turn.ts'

/** From this version on a leader can be told not to assign anew (KIP-814). */
const SKIP_ASSIGNMENT_VERSION = 9

/**
 * A static member came back without its member id, as after a restart: it takes over under a new id, and its earlier
 * incarnation is fenced (KIP-345). In a stable group nothing else changes if the chosen protocol stays the same: then
 * no rebalance is needed, and the new id is stored before the member is answered.
 */
export function rejoinStaticMember(
  turn: Turn,
  group: ClassicGroup,
  { replaced, member, input }: { readonly replaced: Member; readonly member: Member; readonly input: JoinInput }
): void {
  const leaderBefore = group.leaderId ?? ''
  takeOver(turn, group, { replaced, member })
  extendSession(turn, group, member)
  switch (group.state) {
    case GroupStateName.stable: {
      const next = selectProtocol(group)
      if (next === group.protocolName) {
        turn.append([groupMetadataRecord(group)], {
          type: 'static-rejoin',
          groupId: group.groupId,
          memberId: member.memberId,
          requestId: input.requestId,
          replaced: toReplacedMember(replaced),
          leaderBefore,
          canSkipAssignment: input.version >= SKIP_ASSIGNMENT_VERSION
        })
      } else prepareRebalance(turn, group, `protocol changes to ${next}: static member ${member.memberId} rejoined`)
      break
    }
    case GroupStateName.completingRebalance:
      // The leader may be assigning to the old id already.
      prepareRebalance(turn, group, `static member rejoined during assignment: ${member.memberId}`)
      break
    case GroupStateName.preparingRebalance:
      maybeCompleteJoin(turn, group)
      break
    case GroupStateName.empty:
      break
  }
}

/** Puts `member` in the place of `replaced`, whose waiting requests are fenced. */
function takeOver(
  turn: Turn,
  group: ClassicGroup,
  { replaced, member }: { readonly replaced: Member; readonly member: Member }
): void {
  const leads = group.leaderId === replaced.memberId
  answerJoin(turn, group, replaced, joinFailure(ErrorCode.FENCED_INSTANCE_ID, replaced.memberId))
  answerSync(turn, replaced, syncFailure(ErrorCode.FENCED_INSTANCE_ID))
  cancelSession(turn, replaced)
  noticeRemoval(turn, group, { member: replaced, cause: 'replaced by a new instance', reason: null })
  member.assignment = replaced.assignment
  member.isNew = replaced.isNew
  swapMembers(group, replaced, member)
  noticeJoin(turn, group, member)
  if (member.awaitingJoin !== undefined) group.awaitingJoinCount++
  if (leads) group.leaderId = member.memberId
}

function swapMembers(group: ClassicGroup, from: Member, to: Member): void {
  group.members.delete(from.memberId)
  group.pendingSync.delete(from.memberId)
  countProtocols(group, from.protocols, -1)
  group.members.set(to.memberId, to)
  countProtocols(group, to.protocols, 1)
  if (to.groupInstanceId !== null) group.staticMembers.set(to.groupInstanceId, to.memberId)
}

const toReplacedMember = (member: Member): ReplacedMember => ({
  memberId: member.memberId,
  protocols: member.protocols,
  sessionTimeoutMs: member.sessionTimeoutMs,
  rebalanceTimeoutMs: member.rebalanceTimeoutMs
})

type StaticRejoinTicket = Extract<GroupTicket, { readonly type: 'static-rejoin' }>

/** The log has, or refused, the new id. If a rebalance has come between, the member joins the next generation. */
export function settleStaticRejoin(turn: Turn, ticket: StaticRejoinTicket, errorCode: number): void {
  const group = turn.state.live.get(ticket.groupId)
  const member = group?.members.get(ticket.memberId)
  if (group?.state !== GroupStateName.stable || member?.awaitingJoin !== ticket.requestId) return
  if (errorCode !== ErrorCode.NONE) revertTakeOver(turn, group, { member, ticket, errorCode })
  else answerRejoined(turn, group, { member, ticket })
}

/**
 * A leader that understands it is told to skip the assignment; one that does not is told of the old leader's id, so
 * that it acts as a follower and fetches the assignment that it had.
 */
function answerRejoined(
  turn: Turn,
  group: ClassicGroup,
  { member, ticket }: { readonly member: Member; readonly ticket: StaticRejoinTicket }
): void {
  const leads = group.leaderId === member.memberId
  const response = joinSuccess(group, member)
  if (ticket.canSkipAssignment) {
    const members = leads ? joinedMembers(group) : []
    answerJoin(turn, group, member, { ...response, members, skipAssignment: leads })
  } else answerJoin(turn, group, member, { ...response, members: [], leader: ticket.leaderBefore })
  member.isNew = false
  extendSession(turn, group, member)
}

function revertTakeOver(
  turn: Turn,
  group: ClassicGroup,
  options: { readonly member: Member; readonly ticket: StaticRejoinTicket; readonly errorCode: number }
): void {
  const { member, ticket, errorCode } = options
  answerJoin(turn, group, member, joinFailure(groupAppendError(errorCode), ''))
  cancelSession(turn, member)
  const restored: Member = { ...member, ...ticket.replaced, isNew: false, sessionTimer: undefined }
  const leads = group.leaderId === member.memberId
  swapMembers(group, member, restored)
  if (leads) group.leaderId = restored.memberId
  extendSession(turn, group, restored)
}
