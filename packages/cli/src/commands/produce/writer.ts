import { ZERO_TOPIC_ID } from '@gregor/base'
import {
  buildRecordBatch,
  type CompressionCodec,
  ErrorCode,
  errorInfo,
  type NewRecord,
  prepareZstd
} from '@gregor/protocol'
import { InitProducerIdApi } from '@gregor/protocol/messages/init-producer-id'
import { type PartitionProduceResponse, ProduceApi } from '@gregor/protocol/messages/produce'
import { answerText, checked } from '../../client/checked.ts'
import { leadersOf } from '../../client/leaders.ts'
import { CommandError } from '../../faults.ts'
import type { Session } from '../../session.ts'

/** The newest version that names topics; later ones have their ids. */
const produceByNameMax = 12
/** How long a leader may take until all in-sync replicas have a batch. */
const replicationMs = 10_000
/** How long a partition may be without a leader that takes its records. */
const retryMs = 30_000
const retryPauseMs = 100

export interface WriterOptions {
  readonly acks: -1 | 0 | 1
  readonly compression: CompressionCodec
}

interface Producer {
  readonly producerId: number
  readonly producerEpoch: number
}

/** Writes batches to partitions. With acks=all it is idempotent: what is sent again is not there twice. */
export class PartitionWriter {
  readonly #session: Session
  readonly #topic: string
  readonly #options: WriterOptions
  readonly #sequences = new Map<number, number>()
  #producer: Promise<Producer> | undefined

  constructor(session: Session, topic: string, options: WriterOptions) {
    this.#session = session
    this.#topic = topic
    this.#options = options
  }

  /** Writes one batch; resolves with the offset of its first record, undefined when nobody says (acks=0). */
  async write(partition: number, records: readonly NewRecord[]): Promise<number | undefined> {
    await prepareZstd()
    const batch = buildRecordBatch({
      records,
      compression: this.#options.compression,
      ...(await this.#identity(partition))
    })
    // After 2^31 - 1 comes 0 again, as for every producer.
    this.#sequences.set(partition, ((this.#sequences.get(partition) ?? 0) + records.length) % 2 ** 31)
    const { clock, pause } = this.#session
    const deadline = clock.monotonicMs() + retryMs
    for (;;) {
      const refusal = await this.#send(partition, batch)
      if (typeof refusal !== 'string') return refusal.baseOffset
      if (clock.monotonicMs() > deadline)
        throw new CommandError(`${this.#topic}-${partition} takes no records: ${refusal}`)
      await pause(retryPauseMs)
    }
  }

  async #identity(partition: number): Promise<object> {
    if (this.#options.acks !== -1) return {}
    // Partitions are written at the same time, and all by one producer.
    this.#producer ??= this.#newProducer()
    return { ...(await this.#producer), baseSequence: this.#sequences.get(partition) ?? 0 }
  }

  async #newProducer(): Promise<Producer> {
    const { cluster, clock, pause } = this.#session
    const deadline = clock.monotonicMs() + retryMs
    for (;;) {
      const connection = await cluster.any()
      const answer = await connection.request(InitProducerIdApi, { transactionalId: null, transactionTimeoutMs: 0 })
      // A broker that has only begun, or whose controller is gone, may have no ids left to give for a moment.
      const mayTryAgain = errorInfo(answer.errorCode).retriable && clock.monotonicMs() <= deadline
      if (!mayTryAgain) {
        checked(answer.errorCode, 'no producer id was given')
        return { producerId: answer.producerId, producerEpoch: answer.producerEpoch }
      }
      await pause(retryPauseMs)
    }
  }

  /** Tries once: where the batch is, or in words why it may be tried again. Throws what is final. */
  async #send(partition: number, batch: Buffer): Promise<{ readonly baseOffset: number | undefined } | string> {
    const { cluster } = this.#session
    const place = `${this.#topic}-${partition}`
    const leader = (await leadersOf(cluster, [{ topic: this.#topic, partition }])).get(place)
    if (leader === undefined) return `it has no leader; \`gregor why ${place}\` tells why`
    const { acks } = this.#options
    const message = {
      acks,
      timeoutMs: replicationMs,
      topicData: [{ name: this.#topic, topicId: ZERO_TOPIC_ID, partitionData: [{ index: partition, records: batch }] }]
    }
    try {
      const connection = await cluster.broker(leader)
      if (acks === 0) {
        await connection.send(ProduceApi, message, { max: produceByNameMax })
        return { baseOffset: undefined }
      }
      const range = { max: produceByNameMax, extraMs: replicationMs }
      const { responses } = await connection.request(ProduceApi, message, range)
      return answerOf(place, responses[0]?.partitionResponses[0])
    } catch (error) {
      // Without a producer id nobody would notice that a batch is there twice.
      if (error instanceof CommandError && acks === -1 && !(error instanceof RefusedError)) return error.message
      throw error
    }
  }
}

/** The leader refused for good. */
class RefusedError extends CommandError {}

function answerOf(
  place: string,
  answer: PartitionProduceResponse | undefined
): { readonly baseOffset: number } | string {
  if (answer === undefined) throw new RefusedError(`${place}: the broker did not say what became of the records`)
  const { errorCode, errorMessage, baseOffset } = answer
  if (errorCode === ErrorCode.NONE || errorCode === ErrorCode.DUPLICATE_SEQUENCE_NUMBER) return { baseOffset }
  const said = answerText(errorCode, errorMessage)
  if (errorInfo(errorCode).retriable && errorCode !== ErrorCode.CORRUPT_MESSAGE) return said
  throw new RefusedError(`${place} refused the records: ${said}`)
}
