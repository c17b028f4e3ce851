import { changedConf, encodeConfChange } from './conf-change.ts'
import type { Core, LeaderState } from './core.ts'
import { broadcastAppend } from './replication.ts'
import { totalBytes } from './sized-queue.ts'
import {
  type ConfChange,
  type Dropped,
  type DropReason,
  type EntryKind,
  noNode,
  type Proposed,
  type ProposeResult
} from './types.ts'

interface Payload {
  readonly kind: EntryKind
  readonly data: Uint8Array
}

/** Says that, and why, a request goes no further. */
export function dropped(core: Core, reason: DropReason): Dropped {
  return { ok: false, reason, leaderId: core.leaderId }
}

/** Appends to the leader's own log; sending is the caller's. */
export function appendToOwnLog(core: Core, payloads: readonly Payload[]): Proposed {
  const firstIndex = core.log.lastIndex() + 1
  const { term } = core
  core.log.append(payloads.map(({ kind, data }, position) => ({ index: firstIndex + position, term, kind, data })))
  return { ok: true, firstIndex, lastIndex: core.log.lastIndex(), term }
}

/** The leader that may take a request which changes the log, or why there is none. */
function writableLeader(core: Core): LeaderState | DropReason {
  if (core.state.role !== 'leader') return core.leaderId === noNode ? 'noLeader' : 'notLeader'
  return core.state.transferee === noNode ? core.state : 'transferring'
}

/** Appends one entry for each element of `data`, all or none. */
export function propose(core: Core, data: readonly Uint8Array[]): ProposeResult {
  const leader = writableLeader(core)
  if (typeof leader === 'string') return dropped(core, leader)
  if (data.some((bytes) => bytes.byteLength > core.config.entryBytesMax)) return dropped(core, 'entryTooLarge')
  const payloads = data.map((bytes) => ({ kind: 'normal' as const, data: bytes }))
  const bytes = totalBytes(payloads)
  const { uncommitted } = leader
  // When nothing waits, a proposal of any size is taken: else it could never be.
  if (uncommitted.count > 0 && uncommitted.bytes + bytes > core.config.uncommittedBytesMax) {
    return dropped(core, 'uncommittedFull')
  }
  const proposed = appendToOwnLog(core, payloads)
  if (data.length > 0) uncommitted.add(proposed.lastIndex, bytes)
  broadcastAppend(core, leader)
  return proposed
}

/** Appends a membership change, unless one may be under way. Its size counts for nothing: it can always be taken. */
export function proposeConfChange(core: Core, change: ConfChange): ProposeResult {
  const leader = writableLeader(core)
  if (typeof leader === 'string') return dropped(core, leader)
  if (leader.pendingConfIndex > core.log.applied) return dropped(core, 'confChangePending')
  if (typeof changedConf(core.conf, change) === 'string') return dropped(core, 'confChangeInvalid')
  const proposed = appendToOwnLog(core, [{ kind: 'config', data: encodeConfChange(change) }])
  leader.pendingConfIndex = proposed.lastIndex
  broadcastAppend(core, leader)
  return proposed
}
