import { ZERO_TOPIC_ID } from '@gregor/base'
import type { Api } from '@gregor/protocol'
import { MetadataApi, type MetadataResponse } from '@gregor/protocol/messages/metadata'
import type { ClientWorld } from '../../types.ts'
import { checkMetadataCodes } from '../history/codes.ts'
import { BrokerLink } from './broker-link.ts'
import { ClusterView } from './cluster-view.ts'

/** What one request needs beyond its message. */
export interface RequestOptions<Request, RequestInput, Response, ResponseInput> {
  readonly api: Api<Request, RequestInput, Response, ResponseInput>
  /** Default: the newest of the schema. */
  readonly version?: number
  readonly message: RequestInput
  /** Default: the client's. */
  readonly timeoutMs?: number
}

const BACKOFF_MS_MIN = 20
const BACKOFF_MS_SPREAD = 181
const BACKOFF_FACTOR_MAX = 4

/** One client process: its connections, and what it knows of the cluster. */
export class Client {
  readonly world: ClientWorld
  readonly name: string
  readonly view = new ClusterView()
  readonly #topics: readonly string[]
  readonly #requestTimeoutMs: number
  #links = new Map<number, BrokerLink>()
  #awaitingMetadata: (() => void)[] | undefined

  constructor(world: ClientWorld, options: { readonly name: string; readonly topics: readonly string[] }) {
    this.world = world
    this.name = options.name
    this.#topics = options.topics
    this.#requestTimeoutMs = 2000 + world.random.int(3000)
  }

  /** Asks one broker. `done` is called once, later: with undefined when no answer came. */
  request<Request, RequestInput, Response, ResponseInput>(
    nodeId: number,
    options: RequestOptions<Request, RequestInput, Response, ResponseInput>,
    done: (response: Response | undefined) => void
  ): void {
    const { api, version = api.versions.max, message, timeoutMs = this.#requestTimeoutMs } = options
    this.#link(nodeId).request({ api, version, message, timeoutMs }, done)
  }

  anyBroker(): number {
    const { brokerIds, random } = this.world
    return brokerIds[random.int(brokerIds.length)]!
  }

  /** Asks some broker for the topics; `done` is called later, whether or not there was an answer. */
  refresh(done: () => void): void {
    if (this.#awaitingMetadata !== undefined) {
      this.#awaitingMetadata.push(done)
      return
    }
    this.#awaitingMetadata = [done]
    const topics = this.#topics.map((name) => ({ name, topicId: ZERO_TOPIC_ID }))
    const message = { topics, allowAutoTopicCreation: false }
    const options = { api: MetadataApi, version: 12, message, timeoutMs: 1000 }
    this.request(this.anyBroker(), options, (response) => this.#refreshed(response))
  }

  /** Waits a little, as before a retry, then asks for metadata, then calls `done`. */
  backOff(done: () => void, failures = 0): void {
    this.pause(() => this.refresh(done), failures)
  }

  /** Waits as before a retry: longer after several failures in a row. */
  pause(done: () => void, failures = 0): void {
    const factor = Math.min(BACKOFF_FACTOR_MAX, 1 + failures / 3)
    const delayMs = BACKOFF_MS_MIN + this.world.random.int(BACKOFF_MS_SPREAD)
    this.world.scheduler.after(delayMs * factor, done)
  }

  /** Closes all connections, as when the process ends. What was under way is answered with undefined. */
  close(): void {
    const links = this.#links
    this.#links = new Map()
    for (const link of links.values()) link.close()
  }

  #link(nodeId: number): BrokerLink {
    let link = this.#links.get(nodeId)
    if (link === undefined) {
      link = new BrokerLink(this.world, nodeId, this.name)
      this.#links.set(nodeId, link)
    }
    return link
  }

  #refreshed(response: MetadataResponse | undefined): void {
    if (response !== undefined) {
      checkMetadataCodes(this.name, response)
      this.view.learn(response)
    }
    const waiting = this.#awaitingMetadata ?? []
    this.#awaitingMetadata = undefined
    for (const done of waiting) done()
  }
}
