import { ErrorCode } from '@gregor/protocol'
import type { JoinGroupRequest } from '@gregor/protocol/messages/join-group'
import type { SyncGroupRequest } from '@gregor/protocol/messages/sync-group'

/** What a string field of a record can hold. */
const STRING_BYTES_MAX = 0x7fff

const fits = (text: string): boolean =>
  text.length * 3 <= STRING_BYTES_MAX || Buffer.byteLength(text) <= STRING_BYTES_MAX

/** Groups with members need a name. */
export function checkGroupId(groupId: string): ErrorCode {
  return groupId !== '' && fits(groupId) ? ErrorCode.NONE : ErrorCode.INVALID_GROUP_ID
}

/** For offsets the empty group id is accepted: clients without a group have always used it. */
export function checkOffsetsGroupId(groupId: string): ErrorCode {
  return fits(groupId) ? ErrorCode.NONE : ErrorCode.INVALID_GROUP_ID
}

/** Everything that goes into the group's record must fit there. */
export function checkJoin(request: JoinGroupRequest): ErrorCode {
  const groupId = checkGroupId(request.groupId)
  if (groupId !== ErrorCode.NONE) return groupId
  const instance = request.groupInstanceId
  if (instance !== null && !fits(instance)) return ErrorCode.INVALID_REQUEST
  const names = request.protocols.every(({ name }) => fits(name))
  return names && fits(request.protocolType) ? ErrorCode.NONE : ErrorCode.INVALID_REQUEST
}

/** From this version on a member must name the protocol that it believes in (KIP-559). */
const PROTOCOL_NAMED_VERSION = 5

export function checkSync(request: SyncGroupRequest, version: number): ErrorCode {
  const unnamed = request.protocolType === null || request.protocolName === null
  if (version >= PROTOCOL_NAMED_VERSION && unnamed) return ErrorCode.INCONSISTENT_GROUP_PROTOCOL
  return checkGroupId(request.groupId)
}
