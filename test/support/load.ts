import { setTimeout as pause } from 'node:timers/promises'
import type { LocalClusterLayout } from '@gregor/server'
import kafkajs, { type Kafka } from 'kafkajs'
import { startTailReader } from './reader.ts'

/** Writers and readers that go on until they are stopped. */
export interface Load {
  /** Values whose write was acknowledged by all in-sync replicas. */
  readonly acknowledged: ReadonlyMap<string, true>
  /** All values that were sent, in the order of their sending. */
  readonly sent: readonly string[]
  /** Positions that have been read. */
  readonly consumed: ReadonlySet<string>
  /** Sends that ended in an error although the client retried. */
  readonly failures: readonly string[]
  stop(): Promise<void>
}

const batchSize = 10
const partitions = 6

/**
 * Three idempotent writers, each with keys of its own and one batch in flight, and readers of all partitions.
 *
 * Each send goes to one partition: when a send of kafkajs 2.2.4 spans brokers and a leader dies in the middle, its retry
 * leaves out the partitions that moved to a broker which has already answered, and still resolves.
 */
export function startLoad(kafka: Kafka, layout: LocalClusterLayout, topic: string): Load {
  const acknowledged = new Map<string, true>()
  const sent: string[] = []
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
        await pause(50)
      }
    }
    await producer.disconnect()
  }

  const reader = startTailReader(layout, topic, partitions)
  const writers = [1, 2, 3].map(write)
  let stopped: Promise<void> | undefined
  return {
    acknowledged,
    sent,
    consumed: reader.positions,
    failures,
    stop: () =>
      (stopped ??= (async () => {
        life.running = false
        await Promise.all(writers)
        await reader.stop()
      })())
  }
}
