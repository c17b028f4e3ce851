import { ZERO_TOPIC_ID } from '@gregor/base'
import { type BatchHeader, batchesOf, recordsOf } from '@gregor/protocol'
import { FetchApi, type PartitionData } from '@gregor/protocol/messages/fetch'
import type { ReadRecord } from '../checker/history.ts'
import type { Actor } from './actor.ts'

/** Where a reader stands in a partition. */
export interface Position {
  readonly partition: number
  offset: number
}

/** Which records a reader wants, as the protocol numbers it. */
export const IsolationLevel = { readUncommitted: 0, readCommitted: 1 } as const
export type IsolationLevel = (typeof IsolationLevel)[keyof typeof IsolationLevel]

const fetchVersion = 12
const decompressedBytesMax = 1 << 26

/** Asks one broker for partitions that it leads; undefined when it did not answer, or not with records. */
export async function fetchFrom(
  actor: Actor,
  leaderId: number,
  positions: readonly (Position & { readonly leaderEpoch: number })[],
  isolationLevel: IsolationLevel
): Promise<ReadonlyMap<number, PartitionData> | undefined> {
  const { topic } = actor.stage
  const partitions = positions.map(({ partition, offset, leaderEpoch }) => ({
    partition,
    fetchOffset: offset,
    currentLeaderEpoch: leaderEpoch,
    partitionMaxBytes: 1 << 18
  }))
  const topics = [{ topic, topicId: ZERO_TOPIC_ID, partitions }]
  const limits = { maxWaitMs: 300, minBytes: 1, maxBytes: 1 << 20 }
  const message = { ...limits, isolationLevel, sessionId: 0, sessionEpoch: -1, topics }
  const response = await actor.ask(leaderId, { api: FetchApi, version: fetchVersion, message })
  if (response === undefined) return undefined
  actor.expect('FetchTop', response.errorCode, 'a fetch')
  for (const { partitionIndex, errorCode } of response.responses[0]?.partitions ?? []) {
    actor.expect('Fetch', errorCode, `partition ${partitionIndex}`)
  }
  return new Map((response.responses[0]?.partitions ?? []).map((data) => [data.partitionIndex, data]))
}

/** Every record of some batches, as it is: a broker has no reason to send one that was not asked for. */
export function readRecords(bytes: Buffer): ReadRecord[] {
  return [...batchesOf(bytes)].flatMap((header) => recordsIn(bytes, header))
}

/** The records of one batch. */
export function recordsIn(bytes: Buffer, { position, leaderEpoch }: BatchHeader): ReadRecord[] {
  const records = recordsOf(bytes, { at: position, decompressedBytesMax })
  return Array.from(records, ({ offset, value }) => ({ offset, value: value?.toString() ?? 'null', leaderEpoch }))
}
