import { ErrorCode } from '@gregor/protocol'
import { CreateTopicsApi, type CreateTopicsResponse } from '@gregor/protocol/messages/create-topics'
import { Violation, type ClientWorld, type CreateWorkload, type Workload, type WorkloadShape } from '../types.ts'
import { MetadataApi, type MetadataResponse } from '@gregor/protocol/messages/metadata'
import { ZERO_TOPIC_ID } from '@gregor/base'
import { Client } from './client/client.ts'
import { checkCode, checkMetadataCodes } from './history/codes.ts'

/** Segments so small that they roll many times in a run. */
const SEGMENT_BYTES_MIN = 4096
const SEGMENT_BYTES_SPREAD = 12 * 1024
/** Tries of the final check before a topic counts as gone. */
const TRIES_MAX = 200
const SILENCES_MAX = 10

/**
 * Creates the topics of the shape, asking again until it is done. Idle when a majority of brokers know all of them with
 * leaders. In the end each topic whose creation was acknowledged must still be there (B9).
 */
export const createTopicsWorkload: CreateWorkload = (world, shape) => new TopicsWorkload(world, shape)

class TopicsWorkload implements Workload {
  readonly name = 'topics'
  readonly #client: Client
  readonly #world: ClientWorld
  readonly #shape: WorkloadShape
  readonly #created = new Set<string>()
  /** Brokers whose metadata has been seen to be complete. */
  readonly #complete = new Set<number>()
  readonly #configs: readonly { readonly name: string; readonly value: string }[]
  #started = false
  #stopped = false
  #asking = 0

  constructor(world: ClientWorld, shape: WorkloadShape) {
    this.#world = world
    this.#shape = shape
    this.#client = new Client(world, { name: 'topics', topics: shape.topics.map(({ name }) => name) })
    this.#configs = drawConfigs(world)
  }

  get idle(): boolean {
    return this.#started && (this.#stopped ? this.#asking === 0 : this.#isComplete)
  }

  start(): void {
    this.#started = true
    this.#create()
  }

  stop(): void {
    this.#stopped = true
  }

  counts(): Readonly<Record<string, number>> {
    return { topicsCreated: this.#created.size }
  }

  get #isComplete(): boolean {
    return this.#complete.size * 2 > this.#world.brokerIds.length
  }

  #create(): void {
    const missing = this.#shape.topics.filter(({ name }) => !this.#created.has(name))
    if (missing.length === 0) return this.#look()
    if (this.#stopped) return
    const topics = missing.map(({ name, partitions, replicationFactor, minInsyncReplicas }) => ({
      name,
      numPartitions: partitions,
      replicationFactor,
      assignments: [],
      configs: [{ name: 'min.insync.replicas', value: String(minInsyncReplicas) }, ...this.#configs]
    }))
    const options = { api: CreateTopicsApi, version: 7, message: { topics, timeoutMs: 1500 }, timeoutMs: 3000 }
    this.#asking++
    this.#client.request(this.#client.anyBroker(), options, (response) => {
      this.#asking--
      if (response !== undefined) this.#takeCreated(response)
      this.#client.pause(() => this.#create())
    })
  }

  #takeCreated({ topics }: CreateTopicsResponse): void {
    for (const { name, errorCode, errorMessage } of topics) {
      checkCode('CreateTopics', errorCode, `${name} (${errorMessage})`)
      const exists = errorCode === ErrorCode.NONE || errorCode === ErrorCode.TOPIC_ALREADY_EXISTS
      if (exists) this.#created.add(name)
    }
  }

  /** Asks the brokers that were not seen to be complete. */
  #look(): void {
    if (this.#stopped || this.#isComplete) return
    for (const nodeId of this.#world.brokerIds) {
      if (this.#complete.has(nodeId)) continue
      this.#askFor(nodeId, (response) => {
        if (response !== undefined && this.#missing(response).length === 0) this.#complete.add(nodeId)
      })
    }
    this.#client.pause(() => this.#look())
  }

  #askFor(nodeId: number, done: (response: MetadataResponse | undefined) => void): void {
    const topics = this.#shape.topics.map(({ name }) => ({ name, topicId: ZERO_TOPIC_ID }))
    const message = { topics, allowAutoTopicCreation: false }
    this.#asking++
    this.#client.request(nodeId, { api: MetadataApi, version: 12, message, timeoutMs: 1000 }, (response) => {
      this.#asking--
      if (response !== undefined) checkMetadataCodes('topics', response)
      done(response)
    })
  }

  /** Topics of the shape that the answer has not, or not whole. */
  #missing({ topics }: MetadataResponse): string[] {
    const wanted = this.#shape.topics.filter(({ name, partitions }) => {
      const topic = topics.find((answer) => answer.name === name)
      if (topic === undefined || topic.errorCode !== ErrorCode.NONE) return true
      return topic.partitions.length !== partitions || topic.partitions.some(({ leaderId }) => leaderId < 0)
    })
    return wanted.map(({ name }) => name)
  }

  /** Every broker knows every topic that was created, with a leader for each partition. */
  async check(): Promise<void> {
    await Promise.all(this.#world.brokerIds.map((nodeId) => this.#checkBroker(nodeId)))
    this.#client.close()
  }

  /** A broker that does not answer at all is somebody else's concern. */
  #checkBroker(nodeId: number): Promise<void> {
    let triesLeft = TRIES_MAX
    let silencesLeft = SILENCES_MAX
    return new Promise((resolve, reject) => {
      const look = (): void =>
        this.#askFor(nodeId, (response) => {
          if (response === undefined && silencesLeft-- === 0) return resolve()
          const missing = response === undefined ? undefined : this.#missing(response)
          const gone = missing?.filter((name) => this.#created.has(name))
          if (gone?.length === 0) return resolve()
          if (triesLeft-- > 0) return this.#client.pause(look)
          reject(
            new Violation(
              'B9',
              `node ${nodeId} has not, or without leaders, topics that were created: ${gone?.join(', ')}`
            )
          )
        })
      look()
    })
  }
}

function drawConfigs({ random }: ClientWorld): { readonly name: string; readonly value: string }[] {
  const segmentBytes = SEGMENT_BYTES_MIN + random.int(SEGMENT_BYTES_SPREAD)
  // Brokers whose clocks have jumped back refuse what clients write, unless they are told not to mind.
  const timestamps = { name: 'message.timestamp.after.max.ms', value: '9223372036854775807' }
  return [
    { name: 'segment.bytes', value: String(segmentBytes) },
    { name: 'retention.ms', value: '-1' },
    ...(random.int(4) === 0 ? [] : [timestamps])
  ]
}
