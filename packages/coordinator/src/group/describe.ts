import { ErrorCode } from '@gregor/protocol'
import type { DescribedGroup, DescribedGroupMember } from '@gregor/protocol/messages/describe-groups'
import type { ListedGroup } from '@gregor/protocol/messages/list-groups'
import { GroupStateName, metadataOf, NO_ASSIGNMENT, type ClassicGroup } from './classic-group.ts'
import { groupExists, groupIds, groupStateOf, groupTypeOf, protocolTypeOf } from './existence.ts'
import type { DescribeInput, HistoryInput, ListInput } from './inputs.ts'
import type { Turn } from './turn.ts'

/** The value for "not asked for" in authorizedOperations; the broker fills in the rest. */
const OPERATIONS_NOT_ASKED = -(2 ** 31)
/** From this version on an unknown group is an error, not a group in state Dead (KIP-1043). */
const GROUP_ID_NOT_FOUND_VERSION = 6

/** DescribeGroups (key 15) of one group. */
export function describeGroup(turn: Turn, { groupId, requestId, version }: DescribeInput): void {
  const isConsumerGroup = groupTypeOf(turn.state, groupId) === 'consumer'
  const state = isConsumerGroup ? GroupStateName.dead : groupStateOf(turn.state, groupId)
  if (state === GroupStateName.dead && version >= GROUP_ID_NOT_FOUND_VERSION) {
    const message = isConsumerGroup
      ? `Group ${groupId} is not a classic group: describe it by ConsumerGroupDescribe`
      : `Group ${groupId} not found.`
    turn.respond(requestId, describeFailure(groupId, ErrorCode.GROUP_ID_NOT_FOUND, message))
    return
  }
  const group = turn.state.live.get(groupId)
  turn.respond(requestId, {
    errorCode: ErrorCode.NONE,
    errorMessage: null,
    groupId,
    groupState: state,
    protocolType: isConsumerGroup ? '' : protocolTypeOf(turn.state, groupId),
    protocolData: (state === GroupStateName.stable ? group?.protocolName : undefined) ?? '',
    members: group === undefined ? [] : describeMembers(group),
    authorizedOperations: OPERATIONS_NOT_ASKED
  })
}

/** The history of a group that there is, as far as it is kept. */
export function tellHistory(turn: Turn, { groupId, requestId }: HistoryInput): void {
  const { loadedAtMs, history } = turn.state
  const errorCode = groupExists(turn.state, groupId) ? ErrorCode.NONE : ErrorCode.GROUP_ID_NOT_FOUND
  turn.respond(requestId, { errorCode, sinceMs: loadedAtMs, events: history.of(groupId) })
}

export function describeFailure(groupId: string, errorCode: number, errorMessage: string | null): DescribedGroup {
  return {
    errorCode,
    errorMessage,
    groupId,
    groupState: errorCode === ErrorCode.GROUP_ID_NOT_FOUND ? GroupStateName.dead : '',
    protocolType: '',
    protocolData: '',
    members: [],
    authorizedOperations: OPERATIONS_NOT_ASKED
  }
}

/** The metadata is that of the chosen protocol: only a stable group has one. */
function describeMembers(group: ClassicGroup): readonly DescribedGroupMember[] {
  const stable = group.state === GroupStateName.stable
  return Array.from(group.members.values(), (member) => ({
    memberId: member.memberId,
    groupInstanceId: member.groupInstanceId,
    clientId: member.clientId,
    clientHost: member.clientHost,
    memberMetadata: stable ? metadataOf(member, group.protocolName) : NO_ASSIGNMENT,
    memberAssignment: member.assignment
  }))
}

/** ListGroups (key 16) of one coordinator partition; empty filters let all through, case does not matter. */
export function listGroups(turn: Turn, { requestId, statesFilter, typesFilter }: ListInput): void {
  const states = new Set(statesFilter.map((name) => name.toLowerCase()))
  const types = new Set(typesFilter.map((name) => name.toLowerCase()))
  const groups: ListedGroup[] = []
  for (const groupId of groupIds(turn.state)) {
    const groupType = groupTypeOf(turn.state, groupId)
    if (types.size > 0 && !types.has(groupType)) continue
    const groupState = groupStateOf(turn.state, groupId)
    if (states.size > 0 && !states.has(groupState.toLowerCase())) continue
    groups.push({ groupId, protocolType: protocolTypeOf(turn.state, groupId), groupState, groupType })
  }
  turn.respond(requestId, groups)
}
