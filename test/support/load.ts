import kafkajs, { type Kafka } from 'kafkajs'

/** Writers and a consumer group that go on until they are stopped. */
export interface Load {
  /** Values whose write was acknowledged by all in-sync replicas. */
  readonly acknowledged: ReadonlyMap<string, true>
  /** All values that were sent, in the order of their sending. */
  readonly sent: readonly string[]
  /** Positions that the group has read. */
  readonly consumed: ReadonlySet<string>
  /** Sends that ended in an error although the client retried. */
  readonly failures: readonly string[]
  stop(): Promise<void>
}

const batchSize = 10
const partitions = 6

/**
 * Three idempotent writers, each with keys of its own and one batch in flight, and a group of two readers.
 *
 * Each send goes to one partition: when a send of kafkajs 2.2.4 spans brokers and a leader dies in the middle, its retry
 * leaves out the partitions that moved to a broker which has already answered, and still resolves.
 */
export async function startLoad(kafka: Kafka, topic: string): Promise<Load> {
  const acknowledged = new Map<string, true>()
  const sent: string[] = []
  const consumed = new Set<string>()
  const failures: string[] = []
  const life = { running: true }

  async function write(writer: number): Promise<void> {
    const producer = kafka.producer({
      idempotent: true,
      maxInFlightRequests: 1,
      createPartitioner: kafkajs.Partitioners.DefaultPartitioner
    })
    await producer.connect()
    for (let round = 0; life.running; round++) {
      const values = Array.from({ length: batchSize }, (_, index) => `${writer}-${round}-${index}`)
      const partition = round % partitions
      sent.push(...values)
      try {
        await producer.send({
          topic,
          acks: -1,
          messages: values.map((value, index) => ({ key: `${writer}-${partition}-${index}`, value, partition }))
        })
        for (const value of values) acknowledged.set(value, true)
      } catch (error) {
        failures.push(`${(error as Error).name}: ${(error as Error).message}`)
      }
    }
    await producer.disconnect()
  }

  const consumers = await Promise.all(
    [1, 2].map(async () => {
      const consumer = kafka.consumer({
        groupId: `load-${topic}`,
        sessionTimeout: 10_000,
        retry: { retries: 100, maxRetryTime: 500 }
      })
      await consumer.connect()
      await consumer.subscribe({ topics: [topic], fromBeginning: true })
      await consumer.run({
        eachBatch: async ({ batch }) => {
          for (const { offset } of batch.messages) consumed.add(`${batch.partition}/${offset}`)
        }
      })
      return consumer
    })
  )
  const writers = [1, 2, 3].map(write)
  let stopped: Promise<void> | undefined
  return {
    acknowledged,
    sent,
    consumed,
    failures,
    stop: () =>
      (stopped ??= (async () => {
        life.running = false
        await Promise.all(writers)
        await Promise.all(consumers.map((consumer) => consumer.disconnect()))
      })())
  }
}
