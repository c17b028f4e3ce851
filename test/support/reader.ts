import { setTimeout as pause } from 'node:timers/promises'
import { ZERO_TOPIC_ID } from '@gregor/base'
import type { LocalClusterLayout } from '@gregor/server'
import { ErrorCode, recordsOf } from '@gregor/protocol'
import { FetchApi } from '@gregor/protocol/messages/fetch'
import { MetadataApi } from '@gregor/protocol/messages/metadata'
import { type RawClient, rawClient } from './raw-client.ts'

/*
 * Reads partitions by Fetch requests of our own. The consumer of kafkajs 2.2.4 cannot be used where brokers die: after
 * some disconnects its fetch loop goes round without ever yielding to the event loop, and so stops the whole test.
 */

/** One record as a read found it. */
export interface ReadRecord {
  readonly partition: number
  readonly offset: number
  readonly key: string | undefined
  readonly value: string | undefined
}

/** Follows one partition wherever its leader is, over one connection at a time. */
class PartitionReader {
  readonly #layout: LocalClusterLayout
  readonly #topic: string
  readonly partition: number
  #connection: RawClient | undefined
  offset = 0

  constructor(layout: LocalClusterLayout, topic: string, partition: number) {
    this.#layout = layout
    this.#topic = topic
    this.partition = partition
  }

  /** The next records, perhaps none, and where the partition ends now; undefined when nobody could be asked. */
  async next(): Promise<{ readonly records: ReadRecord[]; readonly highWatermark: number } | undefined> {
    try {
      this.#connection ??= await this.#connectToLeader()
      const fetched = await this.#fetch(this.#connection)
      if (fetched !== undefined) return fetched
    } catch {
      // The broker went away, or the leadership did: look for the leader again.
    }
    this.close()
    await pause(50)
    return undefined
  }

  close(): void {
    this.#connection?.close()
    this.#connection = undefined
  }

  async #connectToLeader(): Promise<RawClient> {
    for (const broker of this.#layout.brokers) {
      const client = await rawClient(broker.kafkaPort).catch(() => undefined)
      if (client === undefined) continue
      const topics = [{ topicId: ZERO_TOPIC_ID, name: this.#topic }]
      const metadata = await client.request(MetadataApi, 12, { topics, allowAutoTopicCreation: false })
      const leader = metadata.topics[0]?.partitions.find(({ partitionIndex }) => partitionIndex === this.partition)
      if (leader?.leaderId === broker.id) return client
      client.close()
    }
    throw new Error(`nobody says that it leads ${this.#topic}-${this.partition}`)
  }

  async #fetch(client: RawClient) {
    const partitions = [{ partition: this.partition, fetchOffset: this.offset, partitionMaxBytes: 1 << 20 }]
    const { responses } = await client.request(FetchApi, 12, {
      maxWaitMs: 200,
      minBytes: 1,
      maxBytes: 1 << 20,
      topics: [{ topic: this.#topic, topicId: ZERO_TOPIC_ID, partitions }]
    })
    const answer = responses[0]!.partitions[0]!
    if (answer.errorCode !== ErrorCode.NONE) return undefined
    const records: ReadRecord[] = []
    for (const record of recordsOf(answer.records ?? Buffer.alloc(0), { decompressedBytesMax: 1 << 26 })) {
      if (record.offset < this.offset) continue
      const { offset, key, value } = record
      records.push({ partition: this.partition, offset, key: key?.toString(), value: value?.toString() })
    }
    this.offset = (records.at(-1)?.offset ?? this.offset - 1) + 1
    return { records, highWatermark: answer.highWatermark }
  }
}

/** Reads a topic from its beginning to where its partitions end now, in offset order per partition. */
export async function readAll(
  layout: LocalClusterLayout,
  topic: string,
  options: { readonly partitions: number; readonly timeoutMs?: number }
): Promise<ReadRecord[]> {
  const { partitions, timeoutMs = 30_000 } = options
  const deadline = performance.now() + timeoutMs
  const readers = Array.from({ length: partitions }, (_, partition) => new PartitionReader(layout, topic, partition))
  const all = await Promise.all(
    readers.map(async (reader) => {
      const found: ReadRecord[] = []
      try {
        for (let end: number | undefined; end === undefined || reader.offset < end;) {
          const next = await reader.next()
          end ??= next?.highWatermark
          found.push(...(next?.records ?? []))
          if (performance.now() > deadline) {
            throw new Error(
              `${topic}-${reader.partition} is read up to ${reader.offset} of ${end} after ${timeoutMs} ms`
            )
          }
        }
        return found
      } finally {
        reader.close()
      }
    })
  )
  return all.flat()
}

/** Reads a topic as it grows, until it is stopped. */
export interface TailReader {
  /** `partition/offset` of every record that was read. */
  readonly positions: ReadonlySet<string>
  stop(): Promise<void>
}

export function startTailReader(layout: LocalClusterLayout, topic: string, partitions: number): TailReader {
  const positions = new Set<string>()
  const life = { running: true }
  const readers = Array.from({ length: partitions }, async (_, partition) => {
    const reader = new PartitionReader(layout, topic, partition)
    while (life.running) {
      const next = await reader.next()
      for (const record of next?.records ?? []) positions.add(`${partition}/${record.offset}`)
    }
    reader.close()
  })
  return {
    positions,
    async stop() {
      life.running = false
      await Promise.all(readers)
    }
  }
}
