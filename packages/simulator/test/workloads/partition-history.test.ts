import { describe, expect, test } from '@jest/globals'
import { ErrorCode } from '@gregor/protocol'
import { checkFinal } from '../../src/workloads/history/final-check.ts'
import { breaks, placed, Story } from './batches.ts'

/** The Violation that a step throws. */
function violation(step: () => unknown): unknown {
  try {
    step()
  } catch (error) {
    return error
  }
  return undefined
}

describe('a good history', () => {
  test('what was acknowledged is read where it was acknowledged, in order, once', () => {
    const story = new Story()
    const first = story.acked('idempotent', 0, { records: 3 })
    const second = story.acked('idempotent', 3, { records: 2 })
    const third = story.acked('all', 5)
    expect(story.read([first, second, third], { at: 0 })).toBe(6)
    expect(violation(() => checkFinal(story.history, 6))).toBeUndefined()
  })

  test('an unacknowledged batch may be there or not, and acks=1 may be lost', () => {
    const story = new Story()
    story.acked('one', 0)
    story.send('all')
    const kept = story.send('all')
    story.read([kept], { at: 0 })
    expect(violation(() => checkFinal(story.history, 1))).toBeUndefined()
  })

  test('a batch without an id that was sent twice may be there twice', () => {
    const story = new Story()
    const send = story.send('all')
    story.history.attempt(send)
    story.history.acknowledged(send, 1)
    story.read([send, send], { at: 0 })
    expect(violation(() => checkFinal(story.history, 2))).toBeUndefined()
  })
})

describe('as it happens', () => {
  test('inconsistent offsets: one offset with two contents (P13)', () => {
    const story = new Story()
    story.read([story.send('all')], { at: 0 })
    expect(violation(() => story.read([story.send('all')], { at: 0 }))).toMatchObject(breaks('P13'))
  })

  test('the same batch in another leader epoch (P13)', () => {
    const story = new Story()
    const send = story.send('all')
    story.read([send], { at: 0, epoch: 1 })
    expect(violation(() => story.read([send], { at: 0, epoch: 2 }))).toMatchObject(breaks('P13'))
  })

  test('two acknowledgements of one offset (P13)', () => {
    const story = new Story()
    story.acked('all', 0, { records: 3 })
    expect(violation(() => story.acked('all', 2))).toMatchObject(breaks('P13'))
  })

  test('an acknowledged offset holds something else (P13)', () => {
    const story = new Story()
    story.acked('all', 0)
    expect(violation(() => story.read([story.send('all')], { at: 0 }))).toMatchObject(breaks('P13'))
  })

  test('a record at or beyond the high watermark (P13)', () => {
    const story = new Story()
    expect(violation(() => story.read([story.send('all')], { at: 0, end: 0 }))).toMatchObject(breaks('P13'))
  })

  test('bytes that nobody sent (S1)', () => {
    const story = new Story()
    const damaged = placed(story.send('all'), 0, 0)
    damaged[damaged.length - 2]! ^= 1
    const take = (): number => story.history.take(damaged, { fetchOffset: 0, highWatermark: 1 })
    expect(violation(take)).toMatchObject(breaks('S1'))
  })

  test('a duplicate of an idempotent producer (T1)', () => {
    const story = new Story()
    const send = story.send('idempotent')
    story.history.attempt(send)
    expect(violation(() => story.read([send, send], { at: 0 }))).toMatchObject(breaks('T1'))
  })

  test('a duplicate of what was sent once (duplicate)', () => {
    const story = new Story()
    const send = story.send('all')
    expect(violation(() => story.read([send, send], { at: 0 }))).toMatchObject(breaks('duplicate'))
  })

  test('a batch that was refused is there (P4)', () => {
    const story = new Story()
    const send = story.send('all')
    story.history.failed(send, ErrorCode.NOT_ENOUGH_REPLICAS)
    expect(violation(() => story.read([send], { at: 0 }))).toMatchObject(breaks('P4'))
  })

  test('a batch that has been read is refused (P4)', () => {
    const story = new Story()
    const send = story.send('all')
    story.read([send], { at: 0 })
    const refuse = (): void => story.history.failed(send, ErrorCode.NOT_ENOUGH_REPLICAS)
    expect(violation(refuse)).toMatchObject(breaks('P4'))
  })

  test('appended but not confirmed is no refusal', () => {
    const story = new Story()
    const send = story.send('all')
    story.history.failed(send, ErrorCode.NOT_ENOUGH_REPLICAS_AFTER_APPEND)
    expect(story.read([send], { at: 0 })).toBe(1)
  })

  test('a resent batch is answered with another offset than its first (B26)', () => {
    const story = new Story()
    const send = story.send('idempotent')
    story.read([send], { at: 0 })
    story.history.attempt(send)
    expect(violation(() => story.history.acknowledged(send, 1))).toMatchObject(breaks('B26'))
  })

  test('a record is read elsewhere than acknowledged (ack-offset mismatch)', () => {
    const story = new Story()
    const send = story.acked('all', 5)
    expect(violation(() => story.read([send], { at: 4 }))).toMatchObject(breaks('ack-offset mismatch'))
  })

  test('a spurious offset 0 in an acknowledgement', () => {
    const story = new Story()
    story.acked('all', 0)
    expect(violation(() => story.acked('all', 0))).toMatchObject(breaks('P13'))
  })

  test('an acknowledgement without an offset (B29)', () => {
    expect(violation(() => new Story().acked('all', -1))).toMatchObject(breaks('B29'))
  })

  test('a read that skips, goes back, or does not hold its offset (poll-skip)', () => {
    const story = new Story()
    const [one, two] = [story.send('all'), story.send('all')]
    const take = (batches: readonly Buffer[]) => () =>
      story.history.take(Buffer.concat(batches), { fetchOffset: 0, highWatermark: 9 })
    expect(violation(take([placed(one, 0, 0), placed(two, 2, 0)]))).toMatchObject(breaks('poll-skip'))
    expect(violation(take([placed(one, 0, 0), placed(one, 0, 0)]))).toMatchObject(breaks('poll-skip'))
    expect(violation(take([placed(two, 3, 0)]))).toMatchObject(breaks('poll-skip'))
  })
})

describe('at the end', () => {
  test('an acknowledged batch beyond the end is lost (P3)', () => {
    const story = new Story()
    const first = story.acked('all', 0)
    story.acked('all', 1)
    story.read([first], { at: 0 })
    expect(violation(() => checkFinal(story.history, 1))).toMatchObject(breaks('P3'))
  })

  test('an acknowledged batch is cut in two by the end (P3)', () => {
    const story = new Story()
    story.read([story.acked('idempotent', 0, { records: 3 })], { at: 0 })
    expect(violation(() => checkFinal(story.history, 2))).toMatchObject(breaks('P3'))
  })

  test('what somebody read is gone (P13)', () => {
    const story = new Story()
    const [one, two] = [story.send('one'), story.send('one')]
    story.read([one, two], { at: 0 })
    expect(violation(() => checkFinal(story.history, 1))).toMatchObject(breaks('P13'))
  })

  test('a hole in what was read (P13)', () => {
    const story = new Story()
    story.read([story.send('all')], { at: 1 })
    expect(violation(() => checkFinal(story.history, 2))).toMatchObject(breaks('P13'))
  })

  test('a gap in the sequences of a producer (T1)', () => {
    const story = new Story()
    const [one, three] = [story.send('idempotent'), story.send('idempotent', { sequence: 2 })]
    story.read([one, three], { at: 0 })
    expect(violation(() => checkFinal(story.history, 2))).toMatchObject(breaks('T1'))
  })

  test('a producer that does not begin with sequence 0 (T1)', () => {
    const story = new Story()
    story.read([story.send('idempotent', { sequence: 1 })], { at: 0 })
    expect(violation(() => checkFinal(story.history, 1))).toMatchObject(breaks('T1'))
  })

  test('an older epoch after a newer one (T2)', () => {
    const story = new Story()
    const newer = story.send('idempotent', { epoch: 1, sequence: 0 })
    const older = story.send('idempotent', { epoch: 0, sequence: 0 })
    story.read([newer, older], { at: 0 })
    expect(violation(() => checkFinal(story.history, 2))).toMatchObject(breaks('T2'))
  })

  test('a new epoch begins at sequence 0 again', () => {
    const story = new Story()
    const older = story.send('idempotent', { epoch: 0, sequence: 0 })
    const newer = story.send('idempotent', { epoch: 1, sequence: 0 })
    story.read([older, newer], { at: 0 })
    expect(violation(() => checkFinal(story.history, 2))).toBeUndefined()
  })

  test('batches of a producer in another order than it made them (T1)', () => {
    const story = new Story()
    const later = story.send('idempotent', { number: 9 })
    const earlier = story.send('idempotent', { number: 8 })
    story.history.acknowledged(later, 0)
    story.history.acknowledged(earlier, 1)
    story.read([later, earlier], { at: 0 })
    expect(violation(() => checkFinal(story.history, 2))).toMatchObject(breaks('T1'))
  })
})

describe('where leaders say that a partition ends', () => {
  test('the end goes back within one leader epoch (P12)', () => {
    const { claims } = new Story().history
    claims.answer(claims.ask(), { leaderEpoch: 3, claimed: 5, who: 'a' })
    const again = (): void => claims.answer(claims.ask(), { leaderEpoch: 3, claimed: 4, who: 'b' })
    expect(violation(again)).toMatchObject(breaks('P12'))
  })

  test('an answer to a question asked before may be older', () => {
    const { claims } = new Story().history
    const early = claims.ask()
    claims.answer(claims.ask(), { leaderEpoch: 3, claimed: 5, who: 'a' })
    expect(violation(() => claims.answer(early, { leaderEpoch: 3, claimed: 4, who: 'b' }))).toBeUndefined()
  })

  test.each([
    { leaderEpoch: 4, verdict: 'P12', why: 'a later leader does not know what was acknowledged' },
    { leaderEpoch: 3, verdict: 'P12', why: 'the leader that acknowledged it does not' },
    { leaderEpoch: 2, verdict: undefined, why: 'a leader of the past cannot' }
  ])('$why', ({ leaderEpoch, verdict }) => {
    const story = new Story()
    const send = story.acked('all', 0)
    const { claims } = story.history
    claims.answer(claims.ask(), { leaderEpoch, claimed: 0, who: 'asker' })
    story.read([send], { at: 0, epoch: 3 })
    const found = violation(() => checkFinal(story.history, 1))
    if (verdict === undefined) expect(found).toBeUndefined()
    else expect(found).toMatchObject(breaks(verdict))
  })
})
