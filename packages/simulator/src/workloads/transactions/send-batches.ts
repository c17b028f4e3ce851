import { buildRecordBatch, ErrorCode } from '@gregor/protocol'
import { ProduceApi, type PartitionProduceResponse } from '@gregor/protocol/messages/produce'
import { groupBy } from '../client/group-by.ts'
import { checkCode } from '../history/codes.ts'
import { describeSend, type Send } from '../history/sends.ts'
import { describeTransaction, type Transaction, type TransactionalSend } from './transaction.ts'
import type { TransactionLog } from './transaction-log.ts'
import type { Step, TransactionalClient } from './transactional-client.ts'

/** Values of records; no two batches of a run have the same. */
export type NewValues = readonly string[]

const BROKER_TIMEOUT_MS = 1500
const NO_LEADER = -1

export function makeBatch(
  { process, history }: TransactionalClient,
  options: {
    readonly transaction: Transaction
    readonly log: TransactionLog
    readonly values: NewValues
    readonly baseSequence: number
  }
): TransactionalSend {
  const { transaction, log, values, baseSequence } = options
  const timestamp = Math.max(0, Math.floor(process.world.clock.wallMs()))
  const records = values.map((value) => ({
    key: null,
    value: Buffer.from(`${transaction.id} ${process.name} ${value}`),
    timestamp
  }))
  const bytes = buildRecordBatch({ records, ...transaction.identity, baseSequence, transactional: true })
  const { length: recordCount } = values
  const producer = `${transaction.transactionalId} (${process.name})`
  const send = log.begin({ producer, number: log.sends.length, kind: 'idempotent', bytes, recordCount })
  history.added(transaction, log, send)
  return { log, send }
}

/** Sends the batches, one for each partition at most, until all are acknowledged, or the transaction cannot go on. */
export async function sendAll(
  client: TransactionalClient,
  transaction: Transaction,
  batches: readonly TransactionalSend[]
): Promise<Step> {
  const { process, options } = client
  const { view } = process.client
  const deadlineMs = process.nowMs + options.deliveryTimeoutMs
  let left = batches
  for (let failures = 0; process.nowMs < deadlineMs; failures++) {
    const byLeader = groupBy(left, ({ log }) => view.leadership(log.topic, log.index)?.leaderId ?? NO_LEADER)
    byLeader.delete(NO_LEADER)
    const steps = await Promise.all(
      Array.from(byLeader, ([leader, some]) => sendOnce(client, transaction, { leader, some }))
    )
    if (steps.flat().includes('abort')) break
    left = left.filter(({ send }) => send.ackedAt === undefined)
    if (left.length === 0) return 'done'
    await process.backOff(failures)
  }
  client.needsEpoch = true
  return 'abort'
}

/** Tells 'abort' of each batch that must not be tried again. */
async function sendOnce(
  client: TransactionalClient,
  transaction: Transaction,
  { leader, some }: { readonly leader: number; readonly some: readonly TransactionalSend[] }
): Promise<Step[]> {
  const { process, history, options } = client
  const { transactionalId } = options
  const { view } = process.client
  const version = (options.implicit ? 12 : 10) + process.world.random.int(2)
  const fencedBefore = history.newest(transactionalId)
  for (const { send } of some) send.attempts++
  const topicData = Array.from(
    groupBy(some, ({ log }) => log.topic),
    ([name, of]) => ({
      name,
      topicId: view.topicId(name),
      partitionData: of.map(({ log, send }) => ({ index: log.index, records: send.bytes }))
    })
  )
  const message = { transactionalId, acks: -1, timeoutMs: BROKER_TIMEOUT_MS, topicData }
  const response = await process.ask(leader, { api: ProduceApi, version, message })
  if (response === undefined) {
    // What was sent may yet arrive.
    client.needsEpoch = true
    return []
  }
  return some.map(({ log, send }) => {
    const answer = response.responses
      .find((topic) => view.topicName({ topic: topic.name, topicId: topic.topicId }) === log.topic)
      ?.partitionResponses.find(({ index }) => index === log.index)
    if (answer === undefined) throw log.violation('B24', `${describeSend(send)} is not answered in the response`)
    const { leaderId } = answer.currentLeader
    if (leaderId >= 0) view.hint(log.topic, log.index, answer.currentLeader)
    if (answer.errorCode === ErrorCode.INVALID_TIMESTAMP) client.clockRefuses = true
    if (answer.errorCode === ErrorCode.NONE) history.accepted(transaction, `a batch for ${log.name}`, fencedBefore)
    return judge(log, { send, answer, transaction })
  })
}

function judge(
  log: TransactionLog,
  {
    send,
    answer,
    transaction
  }: { readonly send: Send; readonly answer: PartitionProduceResponse; readonly transaction: Transaction }
): Step {
  const { errorCode, baseOffset } = answer
  checkCode('ProduceInTransaction', errorCode, `${log.name}, ${describeTransaction(transaction)}`)
  if (errorCode === ErrorCode.NONE) {
    log.acknowledged(send, baseOffset)
    return 'done'
  }
  if (errorCode === ErrorCode.OUT_OF_ORDER_SEQUENCE_NUMBER) {
    throw log.violation('T1', `${describeSend(send)} is out of order; all before it were acknowledged`)
  }
  return ABORTS.has(errorCode) ? 'abort' : 'done'
}

/** What no repetition mends. INVALID_TIMESTAMP: the clock of the broker has jumped back. */
const ABORTS: ReadonlySet<number> = new Set([
  ErrorCode.INVALID_PRODUCER_EPOCH,
  ErrorCode.TRANSACTION_ABORTABLE,
  ErrorCode.INVALID_TXN_STATE,
  ErrorCode.INVALID_TIMESTAMP
])
