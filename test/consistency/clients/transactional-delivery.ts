import { ZERO_TOPIC_ID } from '@gregor/base'
import { ErrorCode } from '@gregor/protocol'
import { type PartitionProduceResponse, ProduceApi } from '@gregor/protocol/messages/produce'
import type { Send } from '../checker/history.ts'
import type { MortalActor } from './mortal-actor.ts'

/** A batch with the bytes that all its attempts send. */
export interface Batch {
  readonly send: Send
  readonly bytes: Buffer
}

export interface Delivery {
  readonly transactionalId: string
  /** Of Produce. */
  readonly version: number
  readonly batches: readonly Batch[]
  readonly deadlineMs: number
}

/** What became of batches. */
export interface Delivered {
  /** All are acknowledged. */
  readonly delivered: boolean
  /** Every attempt was answered: none can arrive late. */
  readonly certain: boolean
}

const brokerTimeoutMs = 1500

/** Codes that no repetition mends: the transaction is to be aborted. */
const abortable: ReadonlySet<number> = new Set([
  ErrorCode.INVALID_PRODUCER_EPOCH,
  ErrorCode.TRANSACTION_ABORTABLE,
  ErrorCode.INVALID_TXN_STATE
])

/** Sends the batches of a transaction, one for each partition at most, until all are acknowledged or it is to be aborted. */
export async function deliver(actor: MortalActor, delivery: Delivery): Promise<Delivered> {
  const { clock } = actor.stage.world
  let left = delivery.batches
  let certain = true
  for (let failures = 0; clock.monotonicMs() < delivery.deadlineMs && !actor.crashed; failures++) {
    const tries = await Promise.all(
      Array.from(byLeader(actor, left), ([leader, batches]) => tryOnce(actor, leader, { ...delivery, batches }))
    )
    if (tries.includes('unanswered')) certain = false
    if (tries.includes('abort')) return { delivered: false, certain }
    left = left.filter(({ send }) => send.ack === undefined)
    if (left.length === 0) return { delivered: true, certain }
    await actor.backOff(failures)
  }
  return { delivered: false, certain }
}

/** Batches whose partitions have no leader now are in no list. */
function byLeader(actor: MortalActor, batches: readonly Batch[]): Map<number, Batch[]> {
  const lists = new Map<number, Batch[]>()
  for (const batch of batches) {
    const leader = actor.leaderOf(batch.send.partition)
    if (leader !== undefined) lists.set(leader.leaderId, [...(lists.get(leader.leaderId) ?? []), batch])
  }
  return lists
}

async function tryOnce(
  actor: MortalActor,
  leader: number,
  { transactionalId, version, batches }: Delivery
): Promise<'answered' | 'unanswered' | 'abort'> {
  const { topic, complain } = actor.stage
  const partitionData = batches.map(({ send, bytes }) => ({ index: send.partition, records: bytes }))
  const topicData = [{ name: topic, topicId: ZERO_TOPIC_ID, partitionData }]
  const message = { transactionalId, acks: -1, timeoutMs: brokerTimeoutMs, topicData }
  for (const { send } of batches) {
    send.attempts++
    send.possible++
  }
  const response = await actor.ask(leader, { api: ProduceApi, version, message })
  if (response === undefined) return 'unanswered'
  const aborts = batches.map(({ send }) => {
    const answer = response.responses[0]?.partitionResponses.find(({ index }) => index === send.partition)
    if (answer !== undefined) return judge(actor, send, answer)
    complain(`${actor.name}: Produce is answered without partition ${send.partition}`)
    return true
  })
  return aborts.includes(true) ? 'abort' : 'answered'
}

/** Writes down what a leader said of a batch; tells whether its transaction is to be aborted. */
function judge(actor: MortalActor, send: Send, answer: PartitionProduceResponse): boolean {
  const { topic, world, complain } = actor.stage
  const { errorCode, baseOffset, currentLeader } = answer
  const what = `batch ${send.number} for partition ${send.partition}, in a transaction`
  actor.expect('ProduceInTransaction', errorCode, what)
  if (currentLeader.leaderId >= 0) actor.client.view.hint(topic, send.partition, currentLeader)
  if (errorCode === ErrorCode.NONE) {
    if (baseOffset < 0) complain(`${actor.name}, ${what}: acknowledged at offset ${baseOffset}`)
    send.ack = { offset: baseOffset, ms: world.clock.monotonicMs() }
    return false
  }
  if (errorCode === ErrorCode.OUT_OF_ORDER_SEQUENCE_NUMBER) {
    complain(`${actor.name}, ${what}: out of order, though all before it had been acknowledged`)
    return true
  }
  return abortable.has(errorCode)
}
