import {
  buildEndTransactionBatch,
  buildRecordBatch,
  ControlRecordType,
  setBaseOffset,
  setLeaderEpoch
} from '@gregor/protocol'
import { describe, expect, test } from '@jest/globals'
import { CommittedView } from '../../src/workloads/transactions/committed-reader.ts'
import {
  judgeCopy,
  judgeLog,
  judgeTransactions,
  judgeView,
  type LogVerdict
} from '../../src/workloads/transactions/judgement.ts'
import type { Transaction } from '../../src/workloads/transactions/transaction.ts'
import { TransactionHistory } from '../../src/workloads/transactions/transaction-history.ts'
import type { ServedItem, TransactionLog } from '../../src/workloads/transactions/transaction-log.ts'
import { breaks } from './batches.ts'

const topics = [{ name: 'orders', partitions: 2, replicationFactor: 3, minInsyncReplicas: 2 }]
const PRODUCER_ID = 7

/** What two partitions hold, and what the producers of it were told; written by hand. */
class Story {
  readonly history = new TransactionHistory({ topics })
  readonly #items = new Map<TransactionLog, ServedItem[]>()
  readonly #sequences = new Map<string, number>()

  log(index: number): TransactionLog {
    return this.history.logs[index]!
  }

  begin(epoch = 0): Transaction {
    const identity = { producerId: PRODUCER_ID, producerEpoch: epoch }
    return this.history.begin({ transactionalId: 't', process: 't-0', identity })
  }

  /** A batch of one record, at the next offset of a partition. */
  writes(
    transaction: Transaction,
    options: {
      readonly to?: number
      readonly sequence?: number
      readonly isStored?: boolean
      readonly acks?: boolean
    } = {}
  ): this {
    const { to = 0, isStored = true, acks = true } = options
    const log = this.log(to)
    const key = `${to} ${transaction.identity.producerEpoch}`
    const { sequence = this.#sequences.get(key) ?? 0 } = options
    this.#sequences.set(key, sequence + 1)
    const number = log.sends.length
    const records = [{ key: null, value: Buffer.from(`${number}`), timestamp: 1 }]
    const bytes = buildRecordBatch({ records, ...transaction.identity, baseSequence: sequence, transactional: true })
    const send = log.begin({ producer: 't', number, kind: 'idempotent', bytes, recordCount: 1 })
    this.history.added(transaction, log, send)
    if (acks) send.ackedAt = this.#end(log)
    if (isStored) this.#store(log, bytes)
    return this
  }

  /** The marker of an epoch, in a partition. */
  ends(result: 'commit' | 'abort', options: { readonly in?: number; readonly epoch?: number } = {}): this {
    const { in: index = 0, epoch = 0 } = options
    const type = result === 'commit' ? ControlRecordType.COMMIT : ControlRecordType.ABORT
    const marker = { type, producerId: PRODUCER_ID, producerEpoch: epoch, coordinatorEpoch: 1, timestamp: 1 }
    this.#store(this.log(index), buildEndTransactionBatch(marker))
    return this
  }

  verdict(index = 0): LogVerdict {
    const log = this.log(index)
    return judgeLog(this.history, log, this.#items.get(log) ?? [])
  }

  judge(): ReadonlySet<Transaction> {
    const verdicts = new Map([0, 1].map((index) => [this.log(index), this.verdict(index)]))
    return judgeTransactions(this.history, verdicts)
  }

  #end(log: TransactionLog): number {
    const last = this.#items.get(log)?.at(-1)
    return last === undefined ? 0 : last.header.lastOffset + 1
  }

  #store(log: TransactionLog, bytes: Buffer): void {
    const from = this.#end(log)
    const stored = Buffer.from(bytes)
    setBaseOffset(stored, 0, from)
    setLeaderEpoch(stored, 0, 0)
    const items = log.take(stored, { from, limit: Number.MAX_SAFE_INTEGER, limitName: 'high watermark' })
    this.#items.set(log, [...(this.#items.get(log) ?? []), ...items])
  }
}

function committed(transaction: Transaction): Transaction {
  transaction.outcome = 'committed'
  return transaction
}

describe('one partition', () => {
  test('is good when transactions end and begin anew, with or without new epochs', () => {
    const story = new Story()
    story.writes(story.begin()).ends('commit').writes(story.begin()).ends('abort')
    story.writes(story.begin(1)).ends('commit', { epoch: 2 }).ends('commit', { epoch: 2 })
    expect([...story.verdict().committed]).toEqual([0, 4])
  })

  test('a sequence is missing (T1)', () => {
    const story = new Story()
    const transaction = story.begin()
    story.writes(transaction).writes(transaction, { sequence: 2 }).ends('commit')
    expect(() => story.verdict()).toThrow(expect.objectContaining(breaks('T1')))
  })

  test('an older epoch comes after a newer one (T2)', () => {
    const story = new Story()
    story.writes(story.begin(3)).ends('commit', { epoch: 4 }).writes(story.begin(3))
    expect(() => story.verdict()).toThrow(expect.objectContaining(breaks('T2')))
  })

  test('a batch comes after the end of its transaction (T5)', () => {
    const story = new Story()
    const transaction = story.begin()
    story.writes(transaction).ends('commit').writes(transaction).ends('abort')
    expect(() => story.verdict()).toThrow(expect.objectContaining(breaks('T5')))
  })

  test('a batch is within another transaction (T5)', () => {
    const story = new Story()
    story.writes(story.begin()).writes(story.begin()).ends('commit')
    expect(() => story.verdict()).toThrow(expect.objectContaining(breaks('T5')))
  })

  test('a transaction never ends (T7)', () => {
    const story = new Story()
    story.writes(story.begin())
    expect(() => story.verdict()).toThrow(expect.objectContaining(breaks('T7')))
  })

  test('readers of committed data get what is not decided (T3)', () => {
    const story = new Story()
    const transaction = story.begin()
    story.writes(transaction, { isStored: false })
    const [send] = story.log(0).sends
    const take = () => story.log(0).take(send!.bytes, { from: 0, limit: 0, limitName: 'last stable offset' })
    expect(take).toThrow(expect.objectContaining(breaks('T3')))
  })
})

describe('transactions over several partitions', () => {
  test('are good when they end everywhere as their producers were told', () => {
    const story = new Story()
    const first = committed(story.begin())
    story.writes(first).writes(first, { to: 1 }).ends('commit').ends('commit', { in: 1 })
    story.writes(story.begin(1)).ends('abort', { epoch: 2 })
    expect([...story.judge()]).toEqual([first])
  })

  test('one is committed here and aborted there (T4)', () => {
    const story = new Story()
    const transaction = committed(story.begin())
    story.writes(transaction).writes(transaction, { to: 1 }).ends('commit').ends('abort', { in: 1 })
    expect(() => story.judge()).toThrow(expect.objectContaining(breaks('T4')))
  })

  test('a commit that was confirmed is an abort in the end (T4)', () => {
    const story = new Story()
    story.writes(committed(story.begin())).ends('abort')
    expect(() => story.judge()).toThrow(expect.objectContaining(breaks('T4')))
  })

  test('what nobody asked to commit is committed (T4)', () => {
    const story = new Story()
    story.writes(story.begin()).ends('commit')
    expect(() => story.judge()).toThrow(expect.objectContaining(breaks('T4')))
  })

  test('a batch that was acknowledged is gone (P3)', () => {
    const story = new Story()
    const transaction = committed(story.begin())
    story.writes(transaction).writes(transaction, { to: 1, isStored: false }).ends('commit')
    expect(() => story.judge()).toThrow(expect.objectContaining(breaks('P3')))
  })

  test('a producer that was fenced before it asked is served (T2)', () => {
    const story = new Story()
    const { history } = story
    const old = story.begin(3)
    const newest = { producerId: PRODUCER_ID, producerEpoch: 4 }
    history.initialized('t', newest, undefined)
    expect(() => history.accepted(old, 'a batch', undefined)).not.toThrow()
    expect(() => history.accepted(old, 'a batch', history.newest('t'))).toThrow(expect.objectContaining(breaks('T2')))
  })

  test('an epoch is given out twice (T2)', () => {
    const { history } = new Story()
    const identity = { producerId: PRODUCER_ID, producerEpoch: 4 }
    history.initialized('t', identity, undefined)
    expect(() => history.initialized('t', identity, history.newest('t'))).toThrow(expect.objectContaining(breaks('T2')))
  })
})

describe('readers of committed data (T6)', () => {
  const story = new Story()
  story.writes(story.begin()).ends('commit').writes(story.begin()).ends('abort')
  const view = (taken: readonly number[], passedOver: readonly number[]): CommittedView =>
    Object.assign(new CommittedView(), { taken: new Set(taken), passedOver: new Set(passedOver) })

  test('take what is committed, and pass over what is aborted', () => {
    expect(() => judgeView(story.log(0), view([0], [2]), story.verdict())).not.toThrow()
  })

  test('got what is aborted', () => {
    expect(() => judgeView(story.log(0), view([0, 2], []), story.verdict())).toThrow(
      expect.objectContaining(breaks('T6'))
    )
  })

  test('were told that what is committed is aborted', () => {
    expect(() => judgeView(story.log(0), view([], [0]), story.verdict())).toThrow(expect.objectContaining(breaks('T6')))
  })
})

describe('the copy (T8)', () => {
  /** A transaction for each list, that copies those offsets of an input of three records. */
  const judge = (copies: readonly (readonly number[])[], committedOffset: number): void => {
    const story = new Story()
    const transaction = story.begin()
    story.writes(transaction).writes(transaction).writes(transaction).ends('commit')
    const input = story.log(0)
    const committedTransactions = new Set(
      copies.map((offsets) => {
        const copy = committed(story.begin())
        copy.copied.push({ partition: input.name, offsets })
        return copy
      })
    )
    judgeCopy(input, { committedInput: story.verdict().committed, committedTransactions, committedOffset })
  }

  test('has each record below the committed offset once', () => {
    expect(() => judge([[0], [1]], 2)).not.toThrow()
    expect(() => judge([[0, 1, 2]], 4)).not.toThrow()
  })

  test.each([
    ['a record twice', [[0], [0, 1]], 2],
    ['a record too little', [[0]], 2],
    ['a record beyond the committed offset', [[0], [1]], 1]
  ])('has %s', (_what, copies, committedOffset) => {
    expect(() => judge(copies, committedOffset)).toThrow(expect.objectContaining(breaks('T8')))
  })
})
