import { Offset } from '@gregor/base'
import type { AppendRefusal } from '@gregor/log'
import type { Push } from '@gregor/rpc'
import type { Replica } from '../replica.ts'

/**
 * Appends what the leader pushed, then takes over its high watermark and log start: only on a log that was found equal to
 * the leader's, never while the logs differ. (B12, P11)
 */
export function applyPush(replica: Replica, push: Push): AppendRefusal | undefined {
  const log = replica.openLog
  if (push.records !== undefined && push.records.length > 0) {
    const appended = log.appendAsFollower(push.records)
    if (!appended.ok) return appended.error
  }
  const highWatermark = Offset(Math.min(push.highWatermark, log.logEndOffset))
  if (highWatermark > log.highWatermark) log.setHighWatermark(highWatermark)
  return undefined
}

/** The leader has nothing older than this any more; nor need we, once the high watermark has passed it. (P15) */
export function newLogStart(replica: Replica, push: Push): Offset | undefined {
  const log = replica.openLog
  const wanted = Offset(Math.min(push.logStartOffset, log.highWatermark))
  return wanted > log.logStartOffset ? wanted : undefined
}
