import { bytes } from '../../format/units.ts'
import { count } from '../../format/table.ts'
import type { KnownBroker } from '../brokers.ts'
import type { PartitionState } from '../topics/partitions.ts'

/** What a replica's broker says of it. */
export interface ReplicaFacts {
  /** Why the broker could not be asked; undefined = it was. */
  readonly unreachable?: string
  /** Size of its log; undefined = it has none. */
  readonly logBytes?: number
  /** Log dirs of the broker that are offline. */
  readonly offlineDirs: readonly string[]
}

export interface PartitionFacts {
  readonly topic: string
  readonly state: PartitionState
  readonly brokers: readonly KnownBroker[]
  readonly replicas: ReadonlyMap<number, ReplicaFacts>
  readonly minInsyncReplicas: number
}

export interface ReplicaVerdict {
  readonly broker: number
  readonly role: 'leader' | 'in sync' | 'eligible leader' | 'not in sync'
  /** What is known of why it is not in sync, or of what is wrong with it. */
  readonly note: string | null
}

export interface PartitionVerdict {
  readonly status: 'healthy' | 'under-replicated' | 'below min.insync.replicas' | 'offline'
  readonly replicas: readonly ReplicaVerdict[]
  readonly acksAll: { readonly accepted: boolean; readonly text: string }
  readonly todo: readonly string[]
}

/** What state a partition is in, why, and what to do about it. */
export function judgePartition(facts: PartitionFacts): PartitionVerdict {
  const { state } = facts
  const replicas = state.replicas.map((broker) => judgeReplica(facts, broker))
  const acksAll = judgeAcksAll(facts)
  return { status: statusOf(facts), replicas, acksAll, todo: whatToDo(facts, replicas) }
}

function statusOf({ state, minInsyncReplicas }: PartitionFacts): PartitionVerdict['status'] {
  if (state.leader < 0) return 'offline'
  if (state.isr.length < needed(state, minInsyncReplicas)) return 'below min.insync.replicas'
  return state.isr.length < state.replicas.length ? 'under-replicated' : 'healthy'
}

/** No more can be asked than there are replicas. */
const needed = ({ replicas }: PartitionState, minInsyncReplicas: number): number =>
  Math.min(minInsyncReplicas, replicas.length)

function judgeReplica(facts: PartitionFacts, broker: number): ReplicaVerdict {
  const { state } = facts
  const note = noteOf(facts, broker)
  if (broker === state.leader) return { broker, role: 'leader', note }
  if (state.isr.includes(broker)) return { broker, role: 'in sync', note }
  const fallback = note ?? 'it is catching up with the leader'
  if (state.elr?.includes(broker) === true)
    return { broker, role: 'eligible leader', note: `${fallback}; it has all acknowledged records` }
  return { broker, role: 'not in sync', note: fallback }
}

function noteOf({ state, brokers, replicas }: PartitionFacts, broker: number): string | null {
  const known = brokers.find(({ id }) => id === broker)
  const facts = replicas.get(broker)
  if (known === undefined) return `broker ${broker} is not registered in the cluster`
  if (known.fenced) {
    const here = facts?.unreachable === undefined ? 'although it answers from here' : facts.unreachable
    return `broker ${broker} is fenced: the controller does not hear from it (${here})`
  }
  if (facts?.unreachable !== undefined) return `broker ${broker} cannot be asked: ${facts.unreachable}`
  if (facts === undefined) return null
  const missing = facts.logBytes === undefined
  if (missing && facts.offlineDirs.length > 0)
    return `broker ${broker} has no log of it here, and ${facts.offlineDirs.join(', ')} is offline: it lay there`
  if (missing) return `broker ${broker} has no log of it yet`
  if (state.offline.includes(broker)) return `its log on broker ${broker} is offline`
  return state.isr.includes(broker) ? null : progress(broker, state, replicas)
}

function progress(
  broker: number,
  { leader }: PartitionState,
  replicas: ReadonlyMap<number, ReplicaFacts>
): string | null {
  const own = replicas.get(broker)?.logBytes
  const all = replicas.get(leader)?.logBytes
  if (own === undefined || all === undefined) return null
  return `it is catching up: its log has ${bytes(own)}, the leader's ${bytes(all)}`
}

function judgeAcksAll({ state, minInsyncReplicas }: PartitionFacts): PartitionVerdict['acksAll'] {
  const inSync = state.isr.length
  const least = needed(state, minInsyncReplicas)
  const stands = `${count(inSync, 'replica')} in sync, min.insync.replicas is ${minInsyncReplicas}`
  if (state.leader < 0) return { accepted: false, text: `there is no leader to take records (${stands})` }
  if (inSync < least)
    return {
      accepted: false,
      text: `acks=all is refused with NOT_ENOUGH_REPLICAS until ${count(least - inSync, 'more replica')} caught up (${stands})`
    }
  const spare = inSync - least
  const text =
    spare === 0
      ? 'is accepted, but the next loss of a replica stops it'
      : `is accepted, and goes on if ${spare} more fail`
  return { accepted: true, text: `acks=all ${text} (${stands})` }
}

function whatToDo(
  { topic, state, brokers, replicas: asked }: PartitionFacts,
  replicas: readonly ReplicaVerdict[]
): string[] {
  const todo: string[] = []
  const away = (id: number): boolean => brokers.find((broker) => broker.id === id)?.fenced !== false
  if (state.leader < 0) {
    const complete = [...new Set([...state.isr, ...(state.elr ?? [])])]
    const which = complete.length === 0 ? (state.lastKnownElr ?? []) : complete
    if (which.length > 0)
      todo.push(`bring back broker ${which.join(' or ')}: it has all acknowledged records and leads at once`)
    todo.push(
      `only if ${which.length > 0 ? 'that is' : 'all complete replicas are'} lost for good: an unclean election (kafka-leader-election --election-type UNCLEAN --topic ${topic} --partition ${state.partition}) lets another lead, and loses the records that it does not have`
    )
  }
  const behind = replicas.filter(({ role }) => role === 'not in sync' || role === 'eligible leader')
  const down = behind.map(({ broker }) => broker).filter(away)
  if (down.length > 0 && state.leader >= 0) todo.push(`start broker ${down.join(', ')}; it catches up by itself`)
  for (const { broker } of behind) {
    const dirs = asked.get(broker)?.offlineDirs ?? []
    if (dirs.length > 0)
      todo.push(`look at the disk of ${dirs.join(', ')} on broker ${broker}, then restart that broker`)
    else if (!away(broker) && asked.get(broker)?.unreachable === undefined)
      todo.push(`wait for broker ${broker} to catch up; if it does not come nearer, its log says why`)
  }
  return todo
}
