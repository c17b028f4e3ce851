import type { Turn } from '../turn.ts'
import type { ConsumerMember } from './records.ts'

type Setting = 'session.timeout.ms' | 'heartbeat.interval.ms'

/** How long a member of the group may be silent. */
export const sessionTimeoutMs = (turn: Turn, groupId: string): number =>
  groupSetting(turn, groupId, 'session.timeout.ms')

/** How long this member may be silent: one that speaks the classic protocol says it itself. */
export const sessionTimeoutOf = (turn: Turn, groupId: string, { classicMemberMetadata }: ConsumerMember): number =>
  classicMemberMetadata?.sessionTimeoutMs ?? sessionTimeoutMs(turn, groupId)

/** How often the group's members are to heartbeat. */
export const heartbeatIntervalMs = (turn: Turn, groupId: string): number =>
  groupSetting(turn, groupId, 'heartbeat.interval.ms')

/** The group's own value (`consumer.…`) within the bounds of the broker, else the broker's (`group.consumer.…`). */
function groupSetting({ settings, surroundings }: Turn, groupId: string, name: Setting): number {
  const own = surroundings.overrides(groupId).get(`consumer.${name}`)
  if (own === undefined || !Number.isInteger(Number(own))) return settings[`group.consumer.${name}`]
  const least = settings[`group.consumer.min.${name}`]
  const most = settings[`group.consumer.max.${name}`]
  return Math.min(Math.max(Number(own), least), most)
}
