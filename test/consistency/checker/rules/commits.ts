import type { Anomaly } from '../anomaly.ts'
import type { Commit, CommitRead, History } from '../history.ts'

/**
 * Committed offsets. What is read was committed by somebody, and not before the last commit that had been acknowledged;
 * while there is trouble that holds per coordinator, since one that was replaced and has not heard of it may answer from
 * the past. At the end it holds for good. A commit that nobody answered may take effect late, over newer ones.
 */
export function checkCommits({ commits, commitReads }: History): Anomaly[] {
  const histories = new Map<string, Commit[]>()
  for (const commit of commits) {
    const key = `${commit.group}, partition ${commit.partition}`
    const list = histories.get(key)
    if (list === undefined) histories.set(key, [commit])
    else list.push(commit)
  }
  return commitReads.flatMap((read) => {
    const key = `${read.group}, partition ${read.partition}`
    return checkRead(key, read, histories.get(key) ?? [])
  })
}

function checkRead(key: string, { offset, node, askedMs, final }: CommitRead, commits: readonly Commit[]): Anomaly[] {
  const counts = ({ sentMs, fate, node: by }: Commit) =>
    sentMs <= askedMs && fate === 'acknowledged' && (final || by === node)
  const newest = commits.findLastIndex(counts)
  const allowed = commits.some(
    (commit, at) =>
      commit.offset === offset && (commit.fate === 'unknown' || (commit.fate === 'acknowledged' && at >= newest))
  )
  if (allowed || (offset === -1 && newest < 0)) return []
  const where = `${key}: offset ${offset} is read at node ${node} ${final ? 'at the end' : 'while there was trouble'}`
  const known = offset === -1 || commits.some((commit) => commit.offset === offset && commit.fate !== 'refused')
  if (!known) return [{ kind: 'commit-phantom', message: `${where}; nobody committed it` }]
  const { offset: last, node: by } = commits[newest]!
  return [{ kind: 'commit-regress', message: `${where}, though ${last} had been acknowledged by node ${by}` }]
}
