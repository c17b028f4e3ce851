import { Offset, TimestampMs } from '@gregor/base'
import { expect, test } from '@jest/globals'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { OffsetWaits } from '../../src/core/offset-waits.ts'
import { AppendWait, PendingAppend } from '../../src/requests/append-request.ts'

setFlagsFromString('--expose-gc')
const collect = runInNewContext('gc') as () => void

const outcome = {
  errorCode: 0,
  errorMessage: undefined,
  baseOffset: Offset(0),
  lastOffset: Offset(0),
  logAppendTimeMs: TimestampMs(-1),
  logStartOffset: Offset(0),
  leaderHint: undefined
}

const ends = { reached: () => outcome, lost: () => outcome, expired: () => outcome }

/** A request of one batch that ends at `offset`; the records are known to its callback alone. */
function request(queue: OffsetWaits, offset: number, answered: number[]): WeakRef<Buffer> {
  const records = Buffer.alloc(1000)
  const pending = new PendingAppend(1, () => answered.push(records.length))
  pending.wait(queue, Offset(offset), new AppendWait({ request: pending, index: 0, queue, ends }))
  pending.seal()
  return new WeakRef(records)
}

test('a request that is answered does not hold its records, though the queue may hold on to it', async () => {
  const queue = new OffsetWaits()
  const answered: number[] = []
  const first = request(queue, 1, answered)
  request(queue, 2, answered)
  queue.advance(Offset(1))
  expect(answered).toEqual([1000])
  await new Promise((resolve) => setImmediate(resolve))
  collect()
  expect([first.deref() === undefined, queue.size]).toEqual([true, 1])
})
