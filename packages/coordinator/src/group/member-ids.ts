import type { JoinInput } from './inputs.ts'

/** A member may not ask for an id of more than this many characters by its client id. */
const MEMBER_ID_PREFIX_MAX = 1000
/** From this version on a member learns its id before it is let in (KIP-394). */
const MEMBER_ID_REQUIRED_VERSION = 4

/** The id of a member that has none yet: it begins with what people know it by. */
export const memberIdFor = ({ request, clientId, newMemberUuid }: JoinInput): string =>
  `${(request.groupInstanceId ?? clientId).slice(0, MEMBER_ID_PREFIX_MAX)}-${newMemberUuid}`

/** Whether the member is given an id and is to come back with it. */
export const needsMemberId = ({ request, version }: JoinInput): boolean =>
  request.memberId === '' && request.groupInstanceId === null && version >= MEMBER_ID_REQUIRED_VERSION
