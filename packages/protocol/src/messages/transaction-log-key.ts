// Generated from src/schema/messages/transaction-log-key.ts by `npm run generate`; edit that and generate again.

import { checkVersion } from '../wire/checks.ts'
import type { Reader } from '../wire/reader.ts'
import type { Writer } from '../wire/writer.ts'

export interface TransactionLogKey {
  readonly transactionalId: string
}

export type TransactionLogKeyInput = TransactionLogKey

export function decodeTransactionLogKey(reader: Reader, version: number): TransactionLogKey {
  checkVersion('TransactionLogKey', version, 0, 0)
  const transactionalId = reader.string()
  return { transactionalId }
}

export function encodeTransactionLogKey(writer: Writer, message: TransactionLogKeyInput, version: number): void {
  checkVersion('TransactionLogKey', version, 0, 0)
  const transactionalId = message.transactionalId
  writer.string(transactionalId)
}

export const TransactionLogKeyVersions = { min: 0, max: 0 } as const
