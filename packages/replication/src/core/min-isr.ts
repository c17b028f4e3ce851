import type { BrokerId } from '@gregor/base'
import type { LeaderState } from './leader-state.ts'

/** Why acks=all is refused, for the protocol's error_message and for the person who reads it. */
export function explainMinIsr(
  leader: LeaderState,
  context: { readonly where: string; readonly minInsyncReplicas: number; readonly nowMs: number }
): string {
  const needed = Math.min(context.minInsyncReplicas, leader.replicas.length)
  const absent = leader.replicas
    .filter((broker) => !leader.isr.current.includes(broker))
    .map((broker) => describeAbsence(leader, broker, context.nowMs))
  const silent = leader.isr.current
    .filter((broker) => leader.follower(broker)?.attached === false)
    .map((broker) => `broker ${broker} of them is not connected`)
  return (
    `${context.where}: in-sync replicas are [${leader.isr.current.join(', ')}], min.insync.replicas is ${needed}; ` +
    [...absent, ...silent].join(', ')
  )
}

function describeAbsence(leader: LeaderState, broker: BrokerId, nowMs: number): string {
  const since = leader.isr.outSinceMs.get(broker)
  const seconds = since === undefined ? 0 : Math.max(0, Math.round((nowMs - since) / 1000))
  const doing = leader.follower(broker)?.attached === true ? 'catching up' : 'not connected'
  return `broker ${broker} is out for ${seconds} s (${doing})`
}
