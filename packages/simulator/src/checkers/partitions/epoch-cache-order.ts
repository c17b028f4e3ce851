import { LeaderEpoch } from '@gregor/base'
import { Violation } from '../../types.ts'
import { type HostedLog, type LogPosition, whereOf } from './history.ts'
import type { PartitionRule } from './rule.ts'

/** P11: the leader epochs of a log are strictly increasing, each in its turn and where it begins. */
export class EpochCacheOrder implements PartitionRule {
  opened(hosted: HostedLog): void {
    check(hosted)
  }

  leads(hosted: HostedLog): void {
    check(hosted)
  }

  moved(hosted: HostedLog, before: LogPosition): void {
    if (hosted.logEnd < before.logEnd || hosted.logStart !== before.logStart) check(hosted)
  }
}

/** Walks from the newest epoch down: each ends where the next one begins. */
function check(hosted: HostedLog): void {
  const { log } = hosted
  let newer = log.endOffsetForEpoch(LeaderEpoch(Number.MAX_SAFE_INTEGER))
  if (newer === undefined) return
  if (newer.endOffset !== log.logEndOffset) {
    const ends = `epoch ${newer.epoch} ends at ${newer.endOffset}, and the log at ${log.logEndOffset}`
    throw new Violation('P11', `${whereOf(hosted)}: ${ends}`)
  }
  for (let isLast = true; ; isLast = false) {
    const older = log.endOffsetForEpoch(LeaderEpoch(newer.epoch - 1))
    if (older === undefined) return
    // An epoch that appended nothing begins at the end of the log.
    const inOrder = older.endOffset < newer.endOffset || (isLast && older.endOffset === newer.endOffset)
    if (older.epoch >= newer.epoch || !inOrder) {
      const epochs = `epoch ${older.epoch} ends at ${older.endOffset}, epoch ${newer.epoch} at ${newer.endOffset}`
      throw new Violation('P11', `${whereOf(hosted)}: ${epochs}`)
    }
    newer = older
  }
}
