import { type Clock, type PartitionIndex, ProducerEpoch, ProducerId } from '@gregor/base'
import { internalTopics } from '@gregor/metadata'
import { buildEndTransactionBatch, ControlRecordType, ErrorCode } from '@gregor/protocol'
import type {
  WritableTxnMarker,
  WriteTxnMarkersRequest,
  WriteTxnMarkersResponse
} from '@gregor/protocol/messages/write-txn-markers'
import type { AppendEntry, AppendOutcome, Replicas } from '@gregor/replication'
import type { MetadataSource } from './ports.ts'
import { findPartition } from './topic-reference.ts'

/** The end of a transaction in one partition, as its coordinator wants it to be written. */
export interface PartitionMarker {
  readonly partition: PartitionIndex
  readonly producerId: ProducerId
  readonly producerEpoch: ProducerEpoch
  readonly coordinatorEpoch: number
  readonly commits: boolean
  /** The level of transaction.version (KIP-890). */
  readonly transactionVersion: number
}

/**
 * Who keeps state by the records of `__consumer_offsets` writes the end markers there too, in order with them: it learns
 * by a marker what becomes of the offsets that were committed in the transaction.
 */
export interface OffsetsMarkers {
  /** Resolves with an error code, 0 when the marker is committed. Never rejects. */
  complete(marker: PartitionMarker): Promise<number>
}

export interface TxnMarkerPorts {
  readonly clock: Clock
  readonly metadata: MetadataSource
  readonly replicas: Pick<Replicas, 'append'>
  /** How long a marker may wait for its replicas. */
  readonly timeoutMsMax: number
  /** Absent: those partitions get their markers as all others do. */
  readonly offsetsMarkers?: OffsetsMarkers
}

/** Carries out a WriteTxnMarkers request (key 27), whoever brings it: a client, or a coordinator by way of the cluster. */
export type WriteTxnMarkers = (request: WriteTxnMarkersRequest) => Promise<WriteTxnMarkersResponse>

/**
 * Appends the end markers of transactions to partitions that this broker leads, and answers when all in-sync replicas have
 * them. Each partition has its own error. The coordinator tries again after errors that pass (not the leader, too few
 * replicas, a time-out: the marker may then be written twice, which changes nothing), and gives up when it is told that
 * another coordinator, or a later epoch of the producer, has taken over.
 */
export function createTxnMarkerWriter(ports: TxnMarkerPorts): WriteTxnMarkers {
  return async ({ markers }) => {
    const plan = new MarkerPlan(ports)
    const placed = markers.map((marker) => ({ producerId: marker.producerId, topics: plan.place(marker) }))
    const codes = await plan.carryOut()
    return {
      markers: placed.map(({ producerId, topics }) => ({
        producerId,
        topics: topics.map(({ name, partitions }) => ({
          name,
          partitions: partitions.map(({ partitionIndex, slot }) => ({ partitionIndex, errorCode: codes[slot]! }))
        }))
      }))
    }
  }
}

interface PlacedTopic {
  readonly name: string
  readonly partitions: readonly { readonly partitionIndex: number; readonly slot: number }[]
}

/** What one request is about to do; each partition of each marker has a slot for its error code. */
class MarkerPlan {
  readonly #ports: TxnMarkerPorts
  readonly #codes: number[] = []
  readonly #asked: Promise<void>[] = []
  readonly #entries: AppendEntry[] = []
  /** Of each entry. */
  readonly #slots: number[] = []

  constructor(ports: TxnMarkerPorts) {
    this.#ports = ports
  }

  place(marker: WritableTxnMarker): PlacedTopic[] {
    return marker.topics.map(({ name, partitionIndexes }) => ({
      name,
      partitions: partitionIndexes.map((partitionIndex) => {
        this.#placeOne(marker, name, partitionIndex)
        return { partitionIndex, slot: this.#codes.length - 1 }
      })
    }))
  }

  async carryOut(): Promise<number[]> {
    const { replicas, timeoutMsMax } = this.#ports
    const entries = this.#entries
    if (entries.length > 0) {
      const outcomes = await new Promise<readonly AppendOutcome[]>((resolve) => {
        replicas.append({ acks: -1, timeoutMs: timeoutMsMax, origin: 'coordinator', entries }, resolve)
      })
      for (const [index, { errorCode }] of outcomes.entries()) this.#codes[this.#slots[index]!] = answerFor(errorCode)
    }
    await Promise.all(this.#asked)
    return this.#codes
  }

  #placeOne(marker: WritableTxnMarker, name: string, partitionIndex: number): void {
    const { metadata, clock, offsetsMarkers } = this.#ports
    const topic = metadata.image.topicByName(name)
    const partition = topic && findPartition(topic, partitionIndex)
    const { producerId, producerEpoch, coordinatorEpoch, transactionVersion, transactionResult: commits } = marker
    if (topic === undefined || partition === undefined) this.#codes.push(ErrorCode.UNKNOWN_TOPIC_OR_PARTITION)
    else if (producerId < 0 || producerEpoch < 0) this.#codes.push(ErrorCode.INVALID_REQUEST)
    else if (offsetsMarkers !== undefined && name === internalTopics.consumerOffsets) {
      const producer = { producerId: ProducerId(producerId), producerEpoch: ProducerEpoch(producerEpoch) }
      const ending = { partition, ...producer, coordinatorEpoch, commits, transactionVersion }
      const slot = this.#codes.push(ErrorCode.NONE) - 1
      this.#asked.push(offsetsMarkers.complete(ending).then((code) => void (this.#codes[slot] = code)))
    } else {
      const type = commits ? ControlRecordType.COMMIT : ControlRecordType.ABORT
      const timestamp = clock.wallMs()
      const records = buildEndTransactionBatch({ type, producerId, producerEpoch, coordinatorEpoch, timestamp })
      this.#slots.push(this.#codes.length)
      this.#codes.push(ErrorCode.NONE)
      this.#entries.push({ topicId: topic.id, partition, records, transactionVersion })
    }
  }
}

/** The request names topics, not ids: one that is deleted meanwhile is unknown by its name. */
function answerFor(errorCode: number): number {
  return errorCode === ErrorCode.UNKNOWN_TOPIC_ID ? ErrorCode.UNKNOWN_TOPIC_OR_PARTITION : errorCode
}
