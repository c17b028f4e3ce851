import { ErrorCode } from '@gregor/protocol'
import { AddOffsetsToTxnApi } from '@gregor/protocol/messages/add-offsets-to-txn'
import { TxnOffsetCommitApi } from '@gregor/protocol/messages/txn-offset-commit'
import type { CoordinatorLink } from '../client/coordinator-link.ts'
import { checkCode } from '../history/codes.ts'
import { describeTransaction, type Transaction } from './transaction.ts'
import type { TransactionLog } from './transaction-log.ts'
import type { Step, TransactionalClient } from './transactional-client.ts'

/** The next offset of an input partition, for a group. */
export interface TransactionalOffsets {
  readonly groupId: string
  readonly groupCoordinator: CoordinatorLink
  readonly log: TransactionLog
  readonly offset: number
}

/** Commits offsets with a transaction: by the old way after AddOffsetsToTxn, else at once (KIP-890). */
export async function commitOffsets(
  client: TransactionalClient,
  transaction: Transaction,
  offsets: TransactionalOffsets
): Promise<Step> {
  const { process, options } = client
  const deadlineMs = process.nowMs + options.deliveryTimeoutMs
  if (!options.implicit) {
    const step = await addOffsets(client, transaction, { groupId: offsets.groupId, deadlineMs })
    if (step !== 'done') return step
  }
  return sendOffsets(client, transaction, { ...offsets, deadlineMs })
}

async function addOffsets(
  client: TransactionalClient,
  transaction: Transaction,
  { groupId, deadlineMs }: { readonly groupId: string; readonly deadlineMs: number }
): Promise<Step> {
  const { process, coordinator, history, options } = client
  const { transactionalId } = options
  const message = { transactionalId, ...transaction.identity, groupId }
  for (let failures = 0; process.nowMs < deadlineMs; failures++) {
    const fencedBefore = history.newest(transactionalId)
    const response = await coordinator.ask({ api: AddOffsetsToTxnApi, version: 4, message })
    const errorCode = response?.errorCode
    if (errorCode !== undefined) checkCode('AddOffsetsToTxn', errorCode, describeTransaction(transaction))
    if (errorCode === ErrorCode.NONE) {
      history.accepted(transaction, 'AddOffsetsToTxn', fencedBefore)
      transaction.added = true
      return 'done'
    }
    if (errorCode === ErrorCode.PRODUCER_FENCED) return 'fenced'
    if (errorCode === undefined) client.needsEpoch = true
    coordinator.isLost(errorCode)
    await process.pause(failures)
  }
  return 'abort'
}

async function sendOffsets(
  client: TransactionalClient,
  transaction: Transaction,
  offsets: TransactionalOffsets & { readonly deadlineMs: number }
): Promise<Step> {
  const { process, history, options } = client
  const { groupId, groupCoordinator, log, offset, deadlineMs } = offsets
  const { transactionalId } = options
  const version = (options.implicit ? 5 : 3) + process.world.random.int(2)
  const partitions = [{ partitionIndex: log.index, committedOffset: offset, committedMetadata: '' }]
  const topics = [{ name: log.topic, topicId: process.client.view.topicId(log.topic), partitions }]
  const message = { transactionalId, groupId, ...transaction.identity, topics }
  for (let failures = 0; process.nowMs < deadlineMs; failures++) {
    const fencedBefore = history.newest(transactionalId)
    const response = await groupCoordinator.ask({ api: TxnOffsetCommitApi, version, message })
    const errorCode = response?.topics[0]?.partitions[0]?.errorCode
    if (errorCode !== undefined) checkCode('TxnOffsetCommit', errorCode, describeTransaction(transaction))
    if (errorCode === ErrorCode.NONE) {
      history.accepted(transaction, 'TxnOffsetCommit', fencedBefore)
      return 'done'
    }
    if (errorCode !== undefined && ABORTS.has(errorCode)) return 'abort'
    if (errorCode === undefined) client.needsEpoch = true
    groupCoordinator.isLost(errorCode)
    await process.pause(failures)
  }
  client.needsEpoch = true
  return 'abort'
}

const ABORTS: ReadonlySet<number> = new Set([
  ErrorCode.INVALID_PRODUCER_EPOCH,
  ErrorCode.PRODUCER_FENCED,
  ErrorCode.TRANSACTION_ABORTABLE,
  ErrorCode.INVALID_TXN_STATE
])
