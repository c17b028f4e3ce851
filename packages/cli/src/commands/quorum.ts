import { table } from '../format/table.ts'
import { time } from '../format/units.ts'
import type { Report } from '../report.ts'
import type { Session } from '../session.ts'
import { quorumState } from './quorum-state.ts'

/** `gregor quorum`. */
export async function describeQuorum({ cluster }: Session): Promise<Report> {
  const quorum = await quorumState(cluster)
  const rows = quorum.members.map(({ id, role, logEndOffset, lag, lastCaughtUpMs, directoryId }) => [
    id,
    role,
    logEndOffset,
    lag,
    time(lastCaughtUpMs ?? -1),
    directoryId
  ])
  return {
    json: { quorum },
    text: `leader ${quorum.leader} in epoch ${quorum.epoch}, committed up to offset ${quorum.highWatermark}
${table(['node', 'role', 'end offset', 'lag', 'caught up at', 'directory id'], rows)}`
  }
}
