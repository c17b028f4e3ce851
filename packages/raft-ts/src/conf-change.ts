import { isJoint, sorted } from './membership.ts'
import type { ConfChange, ConfState, NodeId } from './types.ts'

const nothing = new Uint8Array(0)
const transitions = ['auto', 'joint', 'jointExplicit'] as const
const stepTypes = ['addVoter', 'addLearner', 'remove'] as const

/** A change that leaves the joint configuration. */
export const leaveJoint: ConfChange = { steps: [], transition: 'auto' }

/** The bytes of a `config` entry: nothing for "leave the joint configuration", else JSON in UTF-8. */
export function encodeConfChange(change: ConfChange): Uint8Array {
  if (change.steps.length === 0) return nothing
  const { steps, transition } = change
  return new TextEncoder().encode(JSON.stringify({ transition, steps: steps.map(({ type, id }) => ({ type, id })) }))
}

/** Reads what encodeConfChange wrote; throws an Error that says what is wrong with other bytes. */
export function decodeConfChange(data: Uint8Array): ConfChange {
  if (data.byteLength === 0) return leaveJoint
  const value: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(data))
  if (!isConfChange(value)) throw new Error('a config entry of the Raft log holds no membership change')
  return value
}

function isConfChange(value: unknown): value is ConfChange {
  if (typeof value !== 'object' || value === null) return false
  const { steps, transition } = value as Partial<ConfChange>
  return Array.isArray(steps) && steps.every(isStep) && transitions.some((known) => known === transition)
}

function isStep(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false
  const { type, id } = value as { type?: unknown; id?: unknown }
  return stepTypes.some((known) => known === type) && Number.isSafeInteger(id) && Number(id) >= 0
}

/**
 * The membership after `change` (Raft §6, thesis §4.3), or why it cannot follow `conf`. A direct change may touch one
 * voter only: then every majority before shares a member with every majority after it.
 */
export function changedConf(conf: ConfState, change: ConfChange): ConfState | string {
  if (change.steps.length === 0) return isJoint(conf) ? leftJoint(conf) : 'there is no joint configuration to leave'
  if (isJoint(conf)) return 'the joint configuration must be left first'
  const target = steppedConf(conf, change)
  if (target.voters.length === 0) return 'no voter would remain'
  if (change.transition === 'auto' && votersChanged(conf.voters, target.voters) <= 1) {
    return { ...target, learners: sorted([...target.learners, ...target.learnersNext]), learnersNext: [] }
  }
  return { ...target, votersOutgoing: conf.voters, autoLeave: change.transition !== 'jointExplicit' }
}

/** The incoming half; a voter that becomes a learner waits in learnersNext until it votes in neither half. */
function steppedConf(conf: ConfState, change: ConfChange): ConfState {
  const voters = new Set(conf.voters)
  const learners = new Set(conf.learners)
  const learnersNext = new Set<NodeId>()
  for (const { type, id } of change.steps) {
    voters.delete(id)
    learners.delete(id)
    learnersNext.delete(id)
    if (type === 'addVoter') voters.add(id)
    else if (type === 'addLearner') (conf.voters.includes(id) ? learnersNext : learners).add(id)
  }
  return {
    voters: sorted(voters),
    votersOutgoing: [],
    learners: sorted(learners),
    learnersNext: sorted(learnersNext),
    autoLeave: false
  }
}

function leftJoint(conf: ConfState): ConfState {
  return {
    voters: conf.voters,
    votersOutgoing: [],
    learners: sorted([...conf.learners, ...conf.learnersNext]),
    learnersNext: [],
    autoLeave: false
  }
}

function votersChanged(before: readonly NodeId[], after: readonly NodeId[]): number {
  return before.filter((id) => !after.includes(id)).length + after.filter((id) => !before.includes(id)).length
}
