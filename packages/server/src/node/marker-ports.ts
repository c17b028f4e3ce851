import type { MarkerPorts } from '@gregor/coordinator'
import type { MetadataImage } from '@gregor/metadata'
import { WriteTxnMarkersApi } from '@gregor/protocol/messages/write-txn-markers'
import type { BrokerRequests } from './broker-requests.ts'

/** The version with the level of transaction.version (KIP-1228). */
const MARKERS_VERSION = 2

/** A leader that does not say in that time that its replicas have the markers is asked again, or its successor is. */
const deadlineMs = 5_000

/** How markers of transactions reach the leaders that the metadata name. */
export function markerPorts({
  image,
  brokers
}: {
  readonly image: MetadataImage
  readonly brokers: BrokerRequests
}): MarkerPorts {
  return {
    leaderOf(name, index) {
      const partition = image.topicByName(name)?.partitions[index]
      if (partition === undefined) return 'gone'
      return partition.leader < 0 ? 'none' : partition.leader
    },
    send: (broker, request) =>
      brokers.ask(broker, WriteTxnMarkersApi, { version: MARKERS_VERSION, request, deadlineMs })
  }
}
