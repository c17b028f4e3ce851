import { ErrorCode } from '@gregor/protocol'

/** What a string field of a record can hold. */
const STRING_BYTES_MAX = 0x7fff

export function checkTransactionalId(transactionalId: string): ErrorCode {
  const fits = transactionalId.length * 3 <= STRING_BYTES_MAX || Buffer.byteLength(transactionalId) <= STRING_BYTES_MAX
  return transactionalId !== '' && fits ? ErrorCode.NONE : ErrorCode.INVALID_REQUEST
}

/** A producer that says who it is gives both its id and its epoch. */
export function checkExpected({
  producerId,
  producerEpoch
}: {
  readonly producerId: number
  readonly producerEpoch: number
}): ErrorCode {
  return producerId < 0 === producerEpoch < 0 ? ErrorCode.NONE : ErrorCode.INVALID_REQUEST
}
