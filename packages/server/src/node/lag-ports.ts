import { ZERO_TOPIC_ID } from '@gregor/base'
import type { LagPorts } from '@gregor/coordinator'
import type { MetadataImage } from '@gregor/metadata'
import { baseTimestampOf, batchesOf, ErrorCode } from '@gregor/protocol'
import { FetchApi } from '@gregor/protocol/messages/fetch'
import { ListOffsetsApi } from '@gregor/protocol/messages/list-offsets'
import { OffsetSpec } from '@gregor/replication'
import type { BrokerRequests } from './broker-requests.ts'

/** The newest versions that name topics in all fields that are read here. */
const LIST_OFFSETS_VERSION = 7
const FETCH_VERSION = 12
const READ_COMMITTED = 1
const deadlineMs = 5_000

/** How the leaders that the metadata name are asked where groups are. */
export function lagPorts({
  image,
  brokers
}: {
  readonly image: MetadataImage
  readonly brokers: BrokerRequests
}): LagPorts {
  return {
    leaderOf(name, index) {
      const leader = image.topicByName(name)?.partitions[index]?.leader
      return leader === undefined || leader < 0 ? undefined : leader
    },
    async stableEnds(broker, partitions) {
      // A partition may be named once only, and several groups may read it.
      const wanted = new Map<string, Set<number>>()
      for (const { topic, partition } of partitions) {
        wanted.set(topic, (wanted.get(topic) ?? new Set()).add(partition))
      }
      const request = {
        replicaId: -1,
        isolationLevel: READ_COMMITTED,
        timeoutMs: deadlineMs,
        topics: Array.from(wanted, ([name, indexes]) => ({
          name,
          partitions: Array.from(indexes, (partitionIndex) => ({ partitionIndex, timestamp: OffsetSpec.latest }))
        }))
      }
      const { topics } = await brokers.ask(broker, ListOffsetsApi, {
        version: LIST_OFFSETS_VERSION,
        request,
        deadlineMs
      })
      const ends = new Map<string, number>()
      for (const { name, partitions: answers } of topics) {
        for (const { partitionIndex, errorCode, offset } of answers) {
          if (errorCode === ErrorCode.NONE) ends.set(`${name} ${partitionIndex}`, offset)
        }
      }
      return partitions.map(({ topic, partition }) => ends.get(`${topic} ${partition}`))
    },
    async timestampAt(broker, { topic, partition, offset }) {
      const request = {
        replicaId: -1,
        maxWaitMs: 0,
        minBytes: 1,
        maxBytes: 1,
        isolationLevel: READ_COMMITTED,
        topics: [
          {
            topic,
            topicId: ZERO_TOPIC_ID,
            partitions: [{ partition, fetchOffset: offset, partitionMaxBytes: 1 }]
          }
        ]
      }
      const { responses } = await brokers.ask(broker, FetchApi, { version: FETCH_VERSION, request, deadlineMs })
      const records = responses[0]?.partitions[0]?.records ?? Buffer.alloc(0)
      for (const { position } of batchesOf(records)) return baseTimestampOf(records, position)
      return undefined
    }
  }
}
