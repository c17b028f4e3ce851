import { setTimeout as pause } from 'node:timers/promises'
import { ZERO_TOPIC_ID } from '@gregor/base'
import type { LocalClusterLayout } from '@gregor/server'
import { ErrorCode, batchesOf, recordsOf } from '@gregor/protocol'
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
    // The broker may go away, or the leadership: then the leader is looked for again.
    const answer = await this.#ask().catch(() => undefined)
    if (answer === undefined || answer.errorCode !== ErrorCode.NONE) {
      this.close()
      await pause(50)
      return undefined
    }
    const records = this.#take(answer.records ?? Buffer.alloc(0))
    return { records, highWatermark: answer.highWatermark }
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

  async #ask() {
    this.#connection ??= await this.#connectToLeader()
    const partitions = [{ partition: this.partition, fetchOffset: this.offset, partitionMaxBytes: 1 << 20 }]
    const { responses } = await this.#connection.request(FetchApi, 12, {
      maxWaitMs: 200,
      minBytes: 1,
      maxBytes: 1 << 20,
      topics: [{ topic: this.#topic, topicId: ZERO_TOPIC_ID, partitions }]
    })
    return responses[0]!.partitions[0]!
  }

  #take(bytes: Buffer): ReadRecord[] {
    const taken: ReadRecord[] = []
    for (const { position } of batchesOf(bytes)) {
      for (const { offset, key, value } of recordsOf(bytes, { at: position, decompressedBytesMax: 1 << 26 })) {
        if (offset < this.offset) continue
        taken.push({ partition: this.partition, offset, key: key?.toString(), value: value?.toString() })
        this.offset = offset + 1
      }
    }
    return taken
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
