import { WriteTxnMarkersApi } from '@gregor/protocol/messages/write-txn-markers'
import { serve, type ServedApi } from '../registry.ts'
import type { WriteTxnMarkers } from '../txn-markers.ts'

/**
 * WriteTxnMarkers: v1-2
 *
 * Behavior:
 * - Transaction coordinators end transactions by it, in the partitions that this broker leads: each gets a control batch,
 *   with acks=all, and its own error. The coordinators of this cluster come by another way; here come tools that end a
 *   transaction which nobody ends any more (`kafka-transactions abort`).
 *
 * Version notes:
 * - v2: the level of transaction.version by which a marker is judged (KIP-1228)
 */
export function writeTxnMarkersHandler({ writeTxnMarkers }: { readonly writeTxnMarkers: WriteTxnMarkers }): ServedApi {
  return serve(WriteTxnMarkersApi, {
    versions: { min: 1, max: 2 },
    handle: (request) => writeTxnMarkers(request),
    errorCodes: function* ({ markers }) {
      for (const { topics } of markers)
        for (const { partitions } of topics) for (const { errorCode } of partitions) yield errorCode
    }
  })
}
