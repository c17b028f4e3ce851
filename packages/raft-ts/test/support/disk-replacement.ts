import { type ConfState, decodeConfChange, isVoter, type RaftNode } from '../../src/index.ts'
import { changedConf } from '../../src/conf-change.ts'
import type { SimNode } from './sim-node.ts'

interface Position {
  readonly index: number
  readonly term: number
}

/**
 * A disk that is lost for good, and how the operator brings its member back under its old id, as the README says: the
 * member is removed, is added as a learner, starts with nothing but the leader's term, and votes again once it has applied
 * the change that added it.
 */
export class DiskReplacement {
  readonly member: SimNode
  /** The change that adds it again; undefined = not proposed yet. */
  private added: Position | undefined
  private started = false

  constructor(member: SimNode) {
    this.member = member
  }

  /** Whether the member may be started. */
  get mayRun(): boolean {
    return this.started
  }

  /** The next step, taken on a leader; `isCommitted` tells what became of a proposal. */
  advance(leader: SimNode, isCommitted: (position: Position) => boolean): void {
    const { node } = leader
    if (node === undefined || this.started) return
    const { added } = this
    const status = node.status()
    if (added !== undefined && isCommitted(added) && status.appliedIndex >= added.index) this.start(status.term)
    else this.proposeNext(node)
  }

  private proposeNext(node: RaftNode): void {
    const { id } = this.member
    const { confState } = node.status()
    if (confState.votersOutgoing.length > 0 && !confState.autoLeave) {
      node.proposeConfChange({ steps: [], transition: 'auto' })
    } else if (isVoter(confState, id) || confState.learners.includes(id)) {
      node.proposeConfChange({ steps: [{ type: 'remove', id }], transition: 'auto' })
    } else {
      const proposed = node.proposeConfChange({ steps: [{ type: 'addLearner', id }], transition: 'auto' })
      if (proposed.ok) this.added = { index: proposed.firstIndex, term: proposed.term }
    }
  }

  private start(term: number): void {
    this.started = true
    this.member.replaceDisk({ term })
    this.member.voting = false
  }

  /** Lets the member vote when the time has come; returns whether it does. */
  complete(): boolean {
    const { node } = this.member
    if (!this.started || node === undefined || node.status().appliedIndex < (this.added?.index ?? Infinity))
      return false
    this.member.voting = true
    node.setVoting(true)
    return true
  }
}

/**
 * Whether the group can do without the disk of `id`: in every membership that anyone has, or may come to have from the log,
 * two more vote wherever it votes.
 */
export function canSpareDisk(members: readonly SimNode[], id: number): boolean {
  return members
    .flatMap(confsOf)
    .every(({ voters, votersOutgoing }) =>
      [voters, votersOutgoing].every((half) => !half.includes(id) || half.length >= 3)
    )
}

function confsOf({ disk, writes }: SimNode): readonly ConfState[] {
  const snapshots = [disk.snapshot, ...writes.flatMap(({ snapshot }) => snapshot ?? [])]
  const changes = [...disk.entries, ...writes.flatMap(({ entries }) => entries)]
    .filter(({ kind }) => kind === 'config')
    .map(({ data }) => decodeConfChange(data))
  const confs = new Map(snapshots.map(({ confState }) => [JSON.stringify(confState), confState]))
  for (const change of changes) {
    const before = [...confs.values()]
    for (const conf of before) {
      const next = changedConf(conf, change)
      if (typeof next !== 'string') confs.set(JSON.stringify(next), next)
    }
  }
  return [...confs.values()]
}
