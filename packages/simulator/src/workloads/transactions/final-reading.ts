import { batchesOf, ErrorCode } from '@gregor/protocol'
import { FetchApi } from '@gregor/protocol/messages/fetch'
import { ListOffsetsApi } from '@gregor/protocol/messages/list-offsets'
import { ListTransactionsApi } from '@gregor/protocol/messages/list-transactions'
import { Violation } from '../../types.ts'
import type { ClientProcess } from '../client/client-process.ts'
import { checkCode } from '../history/codes.ts'
import type { ServedItem, TransactionLog } from './transaction-log.ts'

const TRIES_MAX = 200
const LATEST = -1
const LOOK_MS = 100

/** Where a partition ends: for all readers, or for those of committed data. */
async function endOf(process: ClientProcess, log: TransactionLog, isolationLevel: 0 | 1): Promise<number> {
  for (let triesLeft = TRIES_MAX; triesLeft > 0; triesLeft--) {
    const leadership = process.client.view.leadership(log.topic, log.index)
    if (leadership !== undefined && leadership.leaderId >= 0) {
      const { leaderId, leaderEpoch: currentLeaderEpoch } = leadership
      const partitions = [{ partitionIndex: log.index, currentLeaderEpoch, timestamp: LATEST }]
      const message = { replicaId: -1, isolationLevel, topics: [{ name: log.topic, partitions }], timeoutMs: 1000 }
      const response = await process.ask(leaderId, { api: ListOffsetsApi, version: 10, message })
      const answer = response?.topics[0]?.partitions[0]
      if (answer !== undefined) checkCode('ListOffsets', answer.errorCode, `${process.name}, ${log.name}`)
      if (answer?.errorCode === ErrorCode.NONE) return answer.offset
    }
    await process.backOff()
  }
  throw log.violation('L1', 'its leader does not say where it ends')
}

/** T7: what nobody ends is ended by the coordinators before `deadlineMs`. */
export async function waitUntilEnded(
  process: ClientProcess,
  logs: readonly TransactionLog[],
  deadlineMs: number
): Promise<void> {
  for (const log of logs) {
    for (;;) {
      const stable = await endOf(process, log, 1)
      const end = await endOf(process, log, 0)
      if (stable === end) break
      if (process.nowMs > deadlineMs) {
        throw log.violation('T7', `a transaction that nobody ended holds the last stable offset at ${stable} of ${end}`)
      }
      await process.sleep(LOOK_MS)
    }
  }
  for (const nodeId of process.world.brokerIds) await waitForCoordinator(process, nodeId, deadlineMs)
}

/** Nothing is under way any more at the coordinator either. */
async function waitForCoordinator(process: ClientProcess, nodeId: number, deadlineMs: number): Promise<void> {
  const stateFilters = ['Ongoing', 'PrepareCommit', 'PrepareAbort']
  const message = { stateFilters, producerIdFilters: [] }
  for (let triesLeft = TRIES_MAX; triesLeft > 0; triesLeft--) {
    const response = await process.ask(nodeId, { api: ListTransactionsApi, version: 1, message })
    if (response !== undefined) checkCode('ListTransactions', response.errorCode, process.name)
    if (response?.errorCode === ErrorCode.NONE) {
      const [left] = response.transactionStates
      if (left === undefined) return
      if (process.nowMs > deadlineMs) {
        throw new Violation('T7', `node ${nodeId}: ${left.transactionalId} is still in ${left.transactionState}`)
      }
    }
    await process.sleep(LOOK_MS)
  }
  throw new Violation('L1', `node ${nodeId} does not list its transactions`)
}

/** All that is in a partition, markers too. */
export async function readWhole(process: ClientProcess, log: TransactionLog): Promise<readonly ServedItem[]> {
  const end = await endOf(process, log, 0)
  const items: ServedItem[] = []
  let offset = 0
  for (let triesLeft = TRIES_MAX; offset < end; triesLeft--) {
    if (triesLeft === 0) throw log.violation('L1', `it cannot be read beyond offset ${offset}`)
    const { leaderId, leaderEpoch: currentLeaderEpoch } = process.client.view.leadership(log.topic, log.index)!
    const partition = { partition: log.index, fetchOffset: offset, partitionMaxBytes: 1 << 20, currentLeaderEpoch }
    const topics = [{ topic: log.topic, topicId: process.client.view.topicId(log.topic), partitions: [partition] }]
    const message = { maxWaitMs: 500, minBytes: 1, sessionId: 0, sessionEpoch: -1, topics }
    const response = leaderId < 0 ? undefined : await process.ask(leaderId, { api: FetchApi, version: 13, message })
    const data = response?.responses[0]?.partitions[0]
    if (data !== undefined) checkCode('Fetch', data.errorCode, `${process.name}, ${log.name}`)
    if (data === undefined || data.records === null || data.records.length === 0) {
      await process.backOff()
      continue
    }
    const { records, highWatermark: limit } = data
    items.push(...log.take(records, { from: offset, limit, limitName: 'high watermark' }))
    for (const { lastOffset } of batchesOf(records)) offset = lastOffset + 1
  }
  return items
}
