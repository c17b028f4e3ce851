import { decodeVersioned, encodeVersioned, ErrorCode, ProtocolError, versionedPrefix } from '@gregor/protocol'
import { decodeTransactionLogKey, encodeTransactionLogKey } from '@gregor/protocol/messages/transaction-log-key'
import { decodeTransactionLogValue, encodeTransactionLogValue } from '@gregor/protocol/messages/transaction-log-value'
import type { RecordCodec } from '../runtime/core.ts'
import { NONE, type TransactionMetadata } from './metadata.ts'
import { listed, partitionsOf } from './partitions.ts'
import type { TransactionRecord } from './records.ts'
import { stateNumber, stateOfNumber } from './states.ts'

/** The int16 at the front of a key in __transaction_state: there is one kind of record. */
const KEY_TYPE = 0

/** The first version with the fields of KIP-890; Kafka reads it since 3.5 (KIP-915). */
const VALUE_VERSION = 1

/** Kafka's format of __transaction_state. */
export const transactionRecordCodec: RecordCodec<TransactionRecord> = {
  encode({ transactionalId, value }) {
    const key = encodeVersioned(encodeTransactionLogKey, { transactionalId }, { version: 0, prefix: KEY_TYPE })
    return { key, value: value === null ? null : encodeValue(value) }
  },

  decode(key, value) {
    if (versionedPrefix(key) !== KEY_TYPE) return undefined
    const { transactionalId } = decodeVersioned(decodeTransactionLogKey, key, { version: 0 })
    return { transactionalId, value: value === null ? null : decodeValue(value) }
  }
}

function encodeValue(value: TransactionMetadata): Buffer {
  const { producerId, previousProducerId, nextProducerId, producerEpoch } = value
  const message = {
    producerId,
    previousProducerId,
    nextProducerId,
    producerEpoch,
    transactionTimeoutMs: value.timeoutMs,
    transactionStatus: stateNumber(value.state),
    transactionPartitions: listed(value.partitions).map(({ topic, partitions }) => ({
      topic,
      partitionIds: partitions
    })),
    transactionLastUpdateTimestampMs: value.lastUpdateMs,
    transactionStartTimestampMs: value.startMs,
    clientTransactionVersion: value.clientVersion
  }
  return encodeVersioned(encodeTransactionLogValue, message, { version: VALUE_VERSION })
}

function decodeValue(bytes: Buffer): TransactionMetadata {
  const value = decodeVersioned(decodeTransactionLogValue, bytes)
  const state = stateOfNumber(value.transactionStatus)
  if (state === undefined) {
    throw new ProtocolError(ErrorCode.CORRUPT_MESSAGE, `there is no transaction state ${value.transactionStatus}`)
  }
  const { producerId, previousProducerId, nextProducerId, producerEpoch } = value
  const topics = (value.transactionPartitions ?? []).map(({ topic, partitionIds }) => ({
    topic,
    partitions: partitionIds
  }))
  return {
    producerId,
    previousProducerId,
    nextProducerId,
    producerEpoch,
    lastProducerEpoch: NONE,
    timeoutMs: value.transactionTimeoutMs,
    state,
    partitions: partitionsOf(topics),
    startMs: value.transactionStartTimestampMs,
    lastUpdateMs: value.transactionLastUpdateTimestampMs,
    clientVersion: value.clientTransactionVersion
  }
}
