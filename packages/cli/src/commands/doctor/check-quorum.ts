import { duration } from '../../format/units.ts'
import type { QuorumState } from '../quorum-state.ts'
import { type Check, type Finding, problem, remark } from './finding.ts'

const lagMax = 100
const silentMsMax = 10_000

/** Whether the metadata quorum has a leader and all its voters follow. `failure`: why nothing is known of it. */
export function checkQuorum(quorum: QuorumState | undefined, failure?: string): Check {
  if (quorum === undefined || quorum.leader < 0) {
    const what = `the metadata quorum has no leader that can be asked${failure === undefined ? '' : `: ${failure}`}`
    const todo = 'start controllers until most of controller.quorum.voters run'
    return { name: 'quorum', summary: '', findings: [problem(what, todo)] }
  }
  const voters = quorum.members.filter(({ role }) => role !== 'observer')
  // By the leader's own clock.
  const now = quorum.members.find(({ role }) => role === 'leader')?.lastFetchMs ?? null
  const findings = voters.flatMap(({ id, lag, lastFetchMs }): Finding[] => {
    const silentMs = now === null || lastFetchMs === null ? 0 : now - lastFetchMs
    const todo = `look at the log of node ${id}: does it run, does it reach node ${quorum.leader}?`
    if (silentMs > silentMsMax) return [problem(`voter ${id} has not been heard of for ${duration(silentMs)}`, todo)]
    return lag > lagMax ? [problem(`voter ${id} is ${lag} records of metadata behind`, todo)] : []
  })
  if (voters.length % 2 === 0)
    findings.push(
      remark(`the quorum has ${voters.length} voters`, 'an odd number bears as many losses with one node less')
    )
  return { name: 'quorum', summary: `leader ${quorum.leader}, ${voters.length} voters follow`, findings }
}
