import kafkajs, { type Admin, type Kafka } from 'kafkajs'

/** A quiet kafkajs that retries long enough for a leader to be elected. */
export function kafkaClient(bootstrap: string): Kafka {
  return new kafkajs.Kafka({
    clientId: 'test',
    brokers: bootstrap.split(','),
    logLevel: kafkajs.logLevel.NOTHING,
    connectionTimeout: 2000,
    retry: { retries: 40, initialRetryTime: 50, maxRetryTime: 500 }
  })
}

/** Runs `use` with an admin client that is disconnected afterwards. */
export async function withAdmin<Value>(kafka: Kafka, use: (admin: Admin) => Promise<Value>): Promise<Value> {
  const admin = kafka.admin()
  await admin.connect()
  try {
    return await use(admin)
  } finally {
    await admin.disconnect()
  }
}

/** The in-sync replicas of every partition of a topic. */
export async function inSyncReplicas(admin: Admin, topic: string): Promise<number[][]> {
  const { topics } = await admin.fetchTopicMetadata({ topics: [topic] })
  return topics[0]!.partitions.map(({ isr }) => isr)
}

/** One record as a full read found it. */
export interface ReadRecord {
  readonly partition: number
  readonly offset: number
  readonly key: string | undefined
  readonly value: string | undefined
}

/** Reads a topic from its beginning to the ends that its partitions have now, in offset order per partition. */
export async function readAll(kafka: Kafka, topic: string, timeoutMs = 30_000): Promise<ReadRecord[]> {
  const ends = await withAdmin(kafka, (admin) => admin.fetchTopicOffsets(topic))
  const open = new Map(
    ends.filter(({ high, low }) => high !== low).map(({ partition, high }) => [partition, Number(high)])
  )
  const records: ReadRecord[] = []
  if (open.size === 0) return records
  const consumer = kafka.consumer({ groupId: `read-all-${topic}-${process.pid}-${performance.now()}` })
  await consumer.connect()
  await consumer.subscribe({ topics: [topic], fromBeginning: true })
  try {
    await new Promise<void>((resolve, reject) => {
      const timer = setTimeout(
        () => reject(new Error(`still missing ${JSON.stringify([...open])} of ${topic} after ${timeoutMs} ms`)),
        timeoutMs
      )
      void consumer.run({
        eachBatch: async ({ batch }) => {
          for (const { offset, key, value } of batch.messages) {
            records.push({
              partition: batch.partition,
              offset: Number(offset),
              key: key?.toString(),
              value: value?.toString()
            })
          }
          const end = open.get(batch.partition)
          if (end !== undefined && Number(batch.lastOffset()) + 1 >= end) open.delete(batch.partition)
          if (open.size > 0) return
          clearTimeout(timer)
          resolve()
        }
      })
    })
  } finally {
    await consumer.disconnect()
  }
  return records.sort((a, b) => a.partition - b.partition || a.offset - b.offset)
}
