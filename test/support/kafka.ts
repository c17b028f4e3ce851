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
