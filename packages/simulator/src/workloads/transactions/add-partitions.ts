import { ErrorCode } from '@gregor/protocol'
import { AddPartitionsToTxnApi } from '@gregor/protocol/messages/add-partitions-to-txn'
import { groupBy } from '../client/group-by.ts'
import { checkCode } from '../history/codes.ts'
import { describeTransaction, type Transaction } from './transaction.ts'
import type { TransactionLog } from './transaction-log.ts'
import type { Step, TransactionalClient } from './transactional-client.ts'

/** AddPartitionsToTxn as clients send it that do so themselves: before the first batch for a partition. */
export async function addPartitions(
  client: TransactionalClient,
  transaction: Transaction,
  logs: readonly TransactionLog[]
): Promise<Step> {
  const { process, coordinator, history, options } = client
  const deadlineMs = process.nowMs + options.deliveryTimeoutMs
  const topics = groupBy(logs, ({ topic }) => topic)
  const message = {
    v3AndBelowTransactionalId: options.transactionalId,
    v3AndBelowProducerId: transaction.identity.producerId,
    v3AndBelowProducerEpoch: transaction.identity.producerEpoch,
    v3AndBelowTopics: Array.from(topics, ([name, of]) => ({ name, partitions: of.map(({ index }) => index) }))
  }
  for (let failures = 0; process.nowMs < deadlineMs; failures++) {
    const fencedBefore = history.newest(options.transactionalId)
    const response = await coordinator.ask({ api: AddPartitionsToTxnApi, version: 3, message })
    const codes = response?.resultsByTopicV3AndBelow.flatMap(({ resultsByPartition }) =>
      resultsByPartition.map(({ partitionErrorCode }) => partitionErrorCode)
    )
    const where = describeTransaction(transaction)
    for (const code of codes ?? []) checkCode('AddPartitionsToTxn', code, where)
    if (codes?.every((code) => code === ErrorCode.NONE) === true) {
      history.accepted(transaction, 'AddPartitionsToTxn', fencedBefore)
      transaction.added = true
      return 'done'
    }
    const errorCode = codes?.find((code) => code !== ErrorCode.NONE && code !== ErrorCode.OPERATION_NOT_ATTEMPTED)
    if (errorCode === ErrorCode.PRODUCER_FENCED) return 'fenced'
    if (errorCode === undefined) client.needsEpoch = true
    coordinator.isLost(errorCode)
    await process.pause(failures)
  }
  return 'abort'
}
