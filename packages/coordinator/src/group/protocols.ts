import type { JoinGroupRequest } from '@gregor/protocol/messages/join-group'
import { CONSUMER_PROTOCOL_TYPE, GroupStateName, type ClassicGroup, type Protocol } from './classic-group.ts'
import { decodeSubscription } from './migration/embedded-protocol.ts'

/** Whether a member with these protocols may be in the group: all members must share at least one. */
export function supportsProtocols(
  group: ClassicGroup,
  { protocolType, protocols }: { readonly protocolType: string; readonly protocols: readonly Protocol[] }
): boolean {
  if (group.state === GroupStateName.empty) return protocolType !== '' && protocols.length > 0
  if (group.protocolType !== protocolType) return false
  return protocols.some(({ name }) => (group.protocolCounts.get(name) ?? 0) === group.members.size)
}

/** Each member votes for the first of its protocols that all support; the most votes win, then the earliest member. */
export function selectProtocol(group: ClassicGroup): string {
  const votes = new Map<string, number>()
  for (const { protocols } of group.members.values()) {
    const vote = protocols.find(({ name }) => group.protocolCounts.get(name) === group.members.size)
    if (vote !== undefined) votes.set(vote.name, (votes.get(vote.name) ?? 0) + 1)
  }
  let selected = ''
  let most = 0
  for (const [name, count] of votes) {
    if (count <= most) continue
    selected = name
    most = count
  }
  return selected
}

export function sameProtocols(left: readonly Protocol[], right: readonly Protocol[]): boolean {
  return (
    left.length === right.length &&
    left.every(({ name, metadata }, index) => name === right[index]!.name && metadata.equals(right[index]!.metadata))
  )
}

export function countProtocols(group: ClassicGroup, protocols: readonly Protocol[], by: 1 | -1): void {
  for (const { name } of protocols) {
    const count = (group.protocolCounts.get(name) ?? 0) + by
    if (count === 0) group.protocolCounts.delete(name)
    else group.protocolCounts.set(name, count)
  }
}

/** What the members of a consumer group subscribe to; undefined when any of them cannot be read. */
export function computeSubscribedTopics(group: ClassicGroup): ReadonlySet<string> | undefined {
  if (group.protocolType !== CONSUMER_PROTOCOL_TYPE) return undefined
  if (group.members.size === 0) return new Set()
  const { protocolName } = group
  if (protocolName === null) return undefined
  const topics = new Set<string>()
  for (const { protocols } of group.members.values()) {
    const metadata = protocols.find(({ name }) => name === protocolName)?.metadata
    const subscribed = metadata === undefined ? undefined : decodeSubscription(metadata)?.topics
    if (subscribed === undefined) return undefined
    for (const topic of subscribed) topics.add(topic)
  }
  return topics
}

/** When a consumer group's subscriptions cannot be read, it may be subscribed to anything. */
export function isSubscribedTo(group: ClassicGroup, topic: string): boolean {
  return group.subscribedTopics?.has(topic) ?? group.protocolType === CONSUMER_PROTOCOL_TYPE
}

/** v0 has no rebalance timeout: the session's stands for it (KIP-62). */
export const rebalanceTimeoutOfJoin = ({ rebalanceTimeoutMs, sessionTimeoutMs }: JoinGroupRequest): number =>
  rebalanceTimeoutMs < 0 ? sessionTimeoutMs : rebalanceTimeoutMs

/** Copies, because the request's bytes are views on a whole frame; a name that comes twice counts once. */
export function copyProtocols(protocols: JoinGroupRequest['protocols']): readonly Protocol[] {
  const copies = new Map<string, Protocol>()
  for (const { name, metadata } of protocols) {
    if (!copies.has(name)) copies.set(name, { name, metadata: Buffer.from(metadata) })
  }
  return [...copies.values()]
}
