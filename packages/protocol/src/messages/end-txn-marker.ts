// Generated from src/schema/messages/end-txn-marker.ts by `npm run generate`; edit that and generate again.

import { checkVersion } from '../wire/checks.ts'
import type { Reader } from '../wire/reader.ts'
import type { Writer } from '../wire/writer.ts'

export interface EndTxnMarker {
  readonly coordinatorEpoch: number
}

export type EndTxnMarkerInput = EndTxnMarker

export function decodeEndTxnMarker(reader: Reader, version: number): EndTxnMarker {
  checkVersion('EndTxnMarker', version, 0, 0)
  const coordinatorEpoch = reader.int32()
  return { coordinatorEpoch }
}

export function encodeEndTxnMarker(writer: Writer, message: EndTxnMarkerInput, version: number): void {
  checkVersion('EndTxnMarker', version, 0, 0)
  const coordinatorEpoch = message.coordinatorEpoch
  writer.int32(coordinatorEpoch)
}

export const EndTxnMarkerVersions = { min: 0, max: 0 } as const
