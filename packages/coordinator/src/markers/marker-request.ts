import { ErrorCode } from '@gregor/protocol'
import type {
  WritableTxnMarkerInput,
  WriteTxnMarkersRequestInput,
  WriteTxnMarkersResponse
} from '@gregor/protocol/messages/write-txn-markers'
import type { MarkerTask } from '../transaction/marker-task.ts'

/** A marker for one partition. */
export interface Marker {
  readonly task: MarkerTask
  readonly topic: string
  readonly partition: number
}

/** One request of all markers for a broker, those of a transaction together. */
export function markerRequest(markers: readonly Marker[]): WriteTxnMarkersRequestInput {
  const byTask = new Map<MarkerTask, Map<string, number[]>>()
  for (const { task, topic, partition } of markers) {
    let topics = byTask.get(task)
    if (topics === undefined) byTask.set(task, (topics = new Map()))
    const partitions = topics.get(topic)
    if (partitions === undefined) topics.set(topic, [partition])
    else partitions.push(partition)
  }
  return { markers: Array.from(byTask, ([task, topics]) => markerOf(task, topics)) }
}

function markerOf(task: MarkerTask, topics: ReadonlyMap<string, readonly number[]>): WritableTxnMarkerInput {
  const { producerId, producerEpoch, commit, coordinatorEpoch, transactionVersion } = task
  return {
    producerId,
    producerEpoch,
    transactionResult: commit,
    topics: Array.from(topics, ([name, partitionIndexes]) => ({ name, partitionIndexes })),
    coordinatorEpoch,
    transactionVersion
  }
}

/** Looks up what a broker answered. A partition that it left out counts as failed. */
export function answeredCodes(response: WriteTxnMarkersResponse): (marker: Marker) => number {
  const codes = new Map<string, number>()
  for (const { producerId, topics } of response.markers) {
    for (const { name, partitions } of topics) {
      for (const { partitionIndex, errorCode } of partitions) {
        codes.set(`${producerId} ${name} ${partitionIndex}`, errorCode)
      }
    }
  }
  return ({ task, topic, partition }) =>
    codes.get(`${task.producerId} ${topic} ${partition}`) ?? ErrorCode.UNKNOWN_SERVER_ERROR
}
