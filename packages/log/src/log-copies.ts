import type { LogState } from './log-state.ts'

/** One of several copies of a partition's log on this broker. */
export interface LogCopy {
  readonly state: Pick<LogState, 'epochs' | 'logStartOffset' | 'logEndOffset'>
  /** Its log dir was offline for a while: another copy may have begun in its place then. */
  readonly missedSome: boolean
}

/**
 * Whether `other` is to be kept rather than `one`, when a log dir is back in whose place a copy began anew meanwhile.
 *
 * Two logs that have a batch of the same leader epoch are the same up to the end that the shorter one has in that epoch,
 * since one leader wrote it. So a copy with the same last epoch and at least the same end holds all that the other has,
 * and keeping the longer one of two such copies loses nothing. Where the copies part, the one that began anew is right: it
 * began when the controller had counted the old one out, and follows leaders that had everything that was acknowledged. A
 * higher last epoch nearly always tells it, but not always: the old copy may end with a leadership of its own of which
 * nobody else ever heard. Only when both log dirs have been offline the higher last epoch decides, and then the length.
 */
export function isBetterCopy(other: LogCopy, one: LogCopy): boolean {
  if (other.missedSome !== one.missedSome) {
    const [old, anew] = other.missedSome ? [other, one] : [one, other]
    return holdsAllOf(old, anew) === (other === old)
  }
  const byEpoch = lastEpochOf(other) - lastEpochOf(one)
  return byEpoch === 0 ? other.state.logEndOffset > one.state.logEndOffset : byEpoch > 0
}

function holdsAllOf({ state: old }: LogCopy, anew: LogCopy): boolean {
  const { logStartOffset, logEndOffset } = anew.state
  if (logEndOffset === logStartOffset) return old.logEndOffset >= logEndOffset
  const lastEpoch = lastEpochOf(anew)
  const known = old.epochs.endOffsetForEpoch(lastEpoch, old.logEndOffset)
  return known?.epoch === lastEpoch && known.endOffset >= logEndOffset
}

function lastEpochOf({ state }: LogCopy): ReturnType<LogState['epochs']['epochForOffset']> {
  const { epochs, logStartOffset, logEndOffset } = state
  if (logEndOffset === logStartOffset) return epochs.latestEpoch
  return epochs.epochForOffset((logEndOffset - 1) as LogState['logEndOffset'])
}
