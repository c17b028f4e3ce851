// Generated from src/schema/messages/transaction-log-value.ts by `npm run generate`; edit that and generate again.

import { checkVersion, notInVersion } from '../wire/checks.ts'
import type { Reader } from '../wire/reader.ts'
import type { Writer } from '../wire/writer.ts'

export interface TransactionLogValue {
  readonly producerId: number
  /** v1, tag 0 */
  readonly previousProducerId: number
  /** v1, tag 1 */
  readonly nextProducerId: number
  readonly producerEpoch: number
  /** v1, tag 3 */
  readonly nextProducerEpoch: number
  readonly transactionTimeoutMs: number
  readonly transactionStatus: number
  readonly transactionPartitions: readonly PartitionsSchema[] | null
  readonly transactionLastUpdateTimestampMs: number
  readonly transactionStartTimestampMs: number
  /** v1, tag 2 */
  readonly clientTransactionVersion: number
}

export interface TransactionLogValueInput {
  readonly producerId: number
  readonly previousProducerId?: number | undefined
  readonly nextProducerId?: number | undefined
  readonly producerEpoch: number
  readonly nextProducerEpoch?: number | undefined
  readonly transactionTimeoutMs: number
  readonly transactionStatus: number
  readonly transactionPartitions: readonly PartitionsSchemaInput[] | null
  readonly transactionLastUpdateTimestampMs: number
  readonly transactionStartTimestampMs: number
  readonly clientTransactionVersion?: number | undefined
}

export interface PartitionsSchema {
  readonly topic: string
  readonly partitionIds: readonly number[]
}

export type PartitionsSchemaInput = PartitionsSchema

export function decodeTransactionLogValue(reader: Reader, version: number): TransactionLogValue {
  checkVersion('TransactionLogValue', version, 0, 1)
  const flexible = version >= 1
  const producerId = reader.int64()
  let previousProducerId: number = -1
  let nextProducerId: number = -1
  const producerEpoch = reader.int16()
  let nextProducerEpoch: number = -1
  const transactionTimeoutMs = reader.int32()
  const transactionStatus = reader.int8()
  let transactionPartitions: PartitionsSchema[] | null = []
  {
    const count = (flexible ? reader.compactNullableArrayCount(3) : reader.nullableArrayCount(6))
    if (count < 0) transactionPartitions = null
    else {
      transactionPartitions = []
      for (let left = count; left > 0; left--) transactionPartitions.push(decodePartitionsSchema(reader, version))
    }
  }
  const transactionLastUpdateTimestampMs = reader.int64()
  const transactionStartTimestampMs = reader.int64()
  let clientTransactionVersion: number = 0
  if (flexible) for (let left = reader.taggedFieldCount(), tag = -1; left > 0; left--) {
    tag = reader.tag(tag)
    const end = reader.taggedFieldEnd()
    switch (tag) {
      case 0: {
        previousProducerId = reader.int64()
        reader.finishTaggedField(end)
        break
      }
      case 1: {
        nextProducerId = reader.int64()
        reader.finishTaggedField(end)
        break
      }
      case 3: {
        nextProducerEpoch = reader.int16()
        reader.finishTaggedField(end)
        break
      }
      case 2: {
        clientTransactionVersion = reader.int16()
        reader.finishTaggedField(end)
        break
      }
      default:
        reader.skipTaggedField(end)
    }
  }
  return { producerId, previousProducerId, nextProducerId, producerEpoch, nextProducerEpoch, transactionTimeoutMs, transactionStatus, transactionPartitions, transactionLastUpdateTimestampMs, transactionStartTimestampMs, clientTransactionVersion }
}

export function encodeTransactionLogValue(writer: Writer, message: TransactionLogValueInput, version: number): void {
  checkVersion('TransactionLogValue', version, 0, 1)
  const flexible = version >= 1
  const producerId = message.producerId
  writer.int64(producerId)
  const previousProducerId = message.previousProducerId ?? -1
  if (!(version >= 1) && previousProducerId !== -1) notInVersion('TransactionLogValue.previousProducerId', version)
  const nextProducerId = message.nextProducerId ?? -1
  if (!(version >= 1) && nextProducerId !== -1) notInVersion('TransactionLogValue.nextProducerId', version)
  const producerEpoch = message.producerEpoch
  writer.int16(producerEpoch)
  const nextProducerEpoch = message.nextProducerEpoch ?? -1
  if (!(version >= 1) && nextProducerEpoch !== -1) notInVersion('TransactionLogValue.nextProducerEpoch', version)
  const transactionTimeoutMs = message.transactionTimeoutMs
  writer.int32(transactionTimeoutMs)
  const transactionStatus = message.transactionStatus
  writer.int8(transactionStatus)
  const transactionPartitions = message.transactionPartitions
  if (flexible) writer.compactArrayCount(transactionPartitions === null ? -1 : transactionPartitions.length)
  else writer.arrayCount(transactionPartitions === null ? -1 : transactionPartitions.length)
  if (transactionPartitions !== null) for (const element of transactionPartitions) encodePartitionsSchema(writer, element, version)
  const transactionLastUpdateTimestampMs = message.transactionLastUpdateTimestampMs
  writer.int64(transactionLastUpdateTimestampMs)
  const transactionStartTimestampMs = message.transactionStartTimestampMs
  writer.int64(transactionStartTimestampMs)
  const clientTransactionVersion = message.clientTransactionVersion ?? 0
  if (!(version >= 1) && clientTransactionVersion !== 0) notInVersion('TransactionLogValue.clientTransactionVersion', version)
  if (flexible) {
    const hasPreviousProducerId = previousProducerId !== -1
    const hasNextProducerId = nextProducerId !== -1
    const hasClientTransactionVersion = clientTransactionVersion !== 0
    const hasNextProducerEpoch = nextProducerEpoch !== -1
    writer.uvarint((hasPreviousProducerId ? 1 : 0) + (hasNextProducerId ? 1 : 0) + (hasClientTransactionVersion ? 1 : 0) + (hasNextProducerEpoch ? 1 : 0))
    if (hasPreviousProducerId) {
      const start = writer.beginTaggedField(0)
      writer.int64(previousProducerId)
      writer.finishTaggedField(start)
    }
    if (hasNextProducerId) {
      const start = writer.beginTaggedField(1)
      writer.int64(nextProducerId)
      writer.finishTaggedField(start)
    }
    if (hasClientTransactionVersion) {
      const start = writer.beginTaggedField(2)
      writer.int16(clientTransactionVersion)
      writer.finishTaggedField(start)
    }
    if (hasNextProducerEpoch) {
      const start = writer.beginTaggedField(3)
      writer.int16(nextProducerEpoch)
      writer.finishTaggedField(start)
    }
  }
}

export function decodePartitionsSchema(reader: Reader, version: number): PartitionsSchema {
  const flexible = version >= 1
  const topic = (flexible ? reader.compactString() : reader.string())
  const partitionIds: number[] = []
  for (let left = (flexible ? reader.compactArrayCount(4) : reader.arrayCount(4)); left > 0; left--) partitionIds.push(reader.int32())
  if (flexible) reader.skipTaggedFields()
  return { topic, partitionIds }
}

export function encodePartitionsSchema(writer: Writer, message: PartitionsSchemaInput, version: number): void {
  const flexible = version >= 1
  const topic = message.topic
  if (flexible) writer.compactString(topic)
  else writer.string(topic)
  const partitionIds = message.partitionIds
  if (flexible) writer.compactArrayCount(partitionIds.length)
  else writer.arrayCount(partitionIds.length)
  for (const element of partitionIds) writer.int32(element)
  if (flexible) writer.uvarint(0)
}

export const TransactionLogValueVersions = { min: 0, max: 1 } as const
