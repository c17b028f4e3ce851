import { describe, expect, test } from '@jest/globals'
import { Progress } from '../src/progress.ts'

const limits = { inflightMessagesMax: 3, inflightBytesMax: 100 }

/** A member that has confirmed up to `match`, and has appends up to `sent` under way. */
function replicating({ match, sent = match }: { readonly match: number; readonly sent?: number }): Progress {
  const progress = new Progress(match + 1, limits)
  progress.accepted(match)
  progress.becomeReplicate()
  if (sent > match) progress.sent({ count: sent - match, bytes: 10, commit: 0 })
  return progress
}

describe('progress of a member', () => {
  test('while probing waits after each append, until an answer', () => {
    const progress = new Progress(5, limits)
    progress.sent({ count: 2, bytes: 10, commit: 0 })
    expect([progress.isPaused(), progress.next]).toEqual([true, 5])
    expect(progress.rejected(4, 2)).toBe(true)
    expect([progress.isPaused(), progress.next]).toEqual([false, 3])
  })

  test('while replicating goes on without answers, up to the limits on messages and bytes', () => {
    const byMessages = replicating({ match: 4 })
    for (const next of [6, 7, 8]) {
      expect(byMessages.isPaused()).toBe(false)
      byMessages.sent({ count: 1, bytes: 10, commit: 0 })
      expect(byMessages.next).toBe(next)
    }
    expect(byMessages.isPaused()).toBe(true)
    byMessages.accepted(5)
    byMessages.freeInflight()
    expect([byMessages.isPaused(), byMessages.isFull()]).toEqual([false, false])

    const byBytes = replicating({ match: 4 })
    byBytes.sent({ count: 1, bytes: 100, commit: 0 })
    expect(byBytes.isFull()).toBe(true)
  })

  test('while a snapshot is under way sends nothing, and goes on behind it', () => {
    const progress = replicating({ match: 4 })
    progress.becomeSnapshot(20)
    progress.paused = false
    expect([progress.isPaused(), progress.next]).toEqual([true, 21])
    progress.becomeProbe()
    expect([progress.isPaused(), progress.next, progress.match]).toEqual([false, 21, 4])
  })

  test('ignores refusals that are older than what was confirmed since', () => {
    const progress = replicating({ match: 9, sent: 12 })
    expect(progress.rejected(8, 3)).toBe(false)
    expect([progress.state, progress.match, progress.next]).toEqual(['replicate', 9, 13])
    const probing = new Progress(9, limits)
    expect(probing.rejected(5, 3)).toBe(false)
    expect(probing.next).toBe(9)
  })

  test('probes from the last confirmed index when an append under way is refused', () => {
    const progress = replicating({ match: 9, sent: 12 })
    expect(progress.rejected(12, 9)).toBe(true)
    expect([progress.state, progress.next]).toEqual(['probe', 10])
  })

  test('B6 starts again with a member that refuses what it had confirmed', () => {
    const progress = replicating({ match: 9, sent: 9 })
    expect(progress.rejected(9, 2)).toBe(true)
    expect([progress.state, progress.match, progress.next]).toEqual(['probe', 0, 3])
  })

  test('tells a commit index once, as far as the member can use it', () => {
    const progress = replicating({ match: 4, sent: 6 })
    expect(progress.canTellCommit(5)).toBe(true)
    progress.sent({ count: 0, bytes: 0, commit: 5 })
    expect([progress.canTellCommit(5), progress.canTellCommit(6)]).toEqual([false, true])
    progress.sent({ count: 0, bytes: 0, commit: 6 })
    expect(progress.canTellCommit(7)).toBe(false)
  })
})
