import { ZERO_TOPIC_ID } from '@gregor/base'
import { ErrorCode } from '@gregor/protocol'
import { FindCoordinatorApi } from '@gregor/protocol/messages/find-coordinator'
import { MetadataApi, type MetadataResponse, type MetadataResponseTopic } from '@gregor/protocol/messages/metadata'
import { CommandError } from '../faults.ts'
import { type Address, addressText } from './address.ts'
import { checked } from './checked.ts'
import type { Connection, Dial } from './connection.ts'

/** A broker as the cluster's metadata names it. */
export interface BrokerEndpoint extends Address {
  readonly id: number
  readonly rack: string | null
}

/** The kind of key that FindCoordinator takes for a group. */
const groupKey = 0

/** A cluster by one connection a broker, each made when it is first needed. */
export class Cluster {
  readonly #bootstrap: readonly Address[]
  readonly #dial: Dial
  readonly #connections = new Map<string, Promise<Connection>>()
  #brokers: ReadonlyMap<number, BrokerEndpoint> | undefined
  #any: Connection | undefined

  constructor(options: { readonly bootstrap: readonly Address[]; readonly dial: Dial }) {
    this.#bootstrap = options.bootstrap
    this.#dial = options.dial
  }

  /** A connection to any broker: the first of the bootstrap list that answers, or of those that it named. */
  async any(): Promise<Connection> {
    if (this.#any?.open === true) return this.#any
    const failures: CommandError[] = []
    for (const address of [...this.#bootstrap, ...(this.#brokers?.values() ?? [])]) {
      try {
        this.#any = await this.at(address)
        return this.#any
      } catch (error) {
        if (!(error instanceof CommandError)) throw error
        failures.push(error)
      }
    }
    const said = [...new Set(failures.map(({ message }) => message))].join('; ')
    // What closes a connection, or answers something else, runs.
    const running = failures.some(({ message }) => message.includes('a port for Kafka clients'))
    throw new CommandError(
      running
        ? `${said}; --bootstrap or GREGOR_BOOTSTRAP names brokers`
        : `${said}; is the cluster running? \`npm start\` starts one here, --bootstrap or GREGOR_BOOTSTRAP names another`
    )
  }

  /** A connection to what listens at an address; shared by all who ask for the same. */
  async at(address: Address): Promise<Connection> {
    const name = addressText(address)
    for (let before; (before = this.#connections.get(name)) !== undefined;) {
      const known = await before.catch(() => undefined)
      if (known?.open === true) return known
      // Who asked at the same time may dial already.
      if (this.#connections.get(name) === before) break
    }
    const connecting = this.#dial(address)
    this.#connections.set(name, connecting)
    // Whoever awaits it hears of the failure; nobody need.
    connecting.catch(() => {})
    return connecting
  }

  /** A connection to a broker by its id. */
  async broker(id: number): Promise<Connection> {
    const endpoint = (await this.brokers()).get(id) ?? (await this.refresh()).get(id)
    if (endpoint === undefined)
      throw new CommandError(`broker ${id} is not in the cluster's metadata: it is down, or there is none of that id`)
    return this.at(endpoint)
  }

  /** The brokers that are alive, by id, as metadata last named them. */
  async brokers(): Promise<ReadonlyMap<number, BrokerEndpoint>> {
    return this.#brokers ?? this.refresh()
  }

  /** Asks for the brokers anew. */
  async refresh(): Promise<ReadonlyMap<number, BrokerEndpoint>> {
    await this.metadata([])
    return this.#brokers!
  }

  /** Metadata of the topics named, or of all (null). Errors of topics are left in it. */
  async metadata(topics: readonly string[] | null): Promise<MetadataResponse> {
    const connection = await this.any()
    const metadata = await connection.request(
      MetadataApi,
      {
        topics: topics?.map((name) => ({ topicId: ZERO_TOPIC_ID, name })) ?? null,
        allowAutoTopicCreation: false
      },
      { min: 4 }
    )
    this.#brokers = new Map(
      metadata.brokers.map(({ nodeId, host, port, rack }) => [nodeId, { id: nodeId, host, port, rack }])
    )
    return metadata
  }

  /** Metadata of one topic; a CommandError when there is none of that name. */
  async topic(name: string): Promise<MetadataResponseTopic> {
    const { topics } = await this.metadata([name])
    const topic = topics[0]
    if (topic === undefined || topic.errorCode === ErrorCode.UNKNOWN_TOPIC_OR_PARTITION) throw unknownTopic(name)
    checked(topic.errorCode, `topic ${name}`)
    return topic
  }

  /** A connection to the coordinator of a group, waiting a little while it is being made or moved. */
  async coordinator(group: string, pause: (delayMs: number) => Promise<void>): Promise<Connection> {
    return this.at(await this.coordinatorOf(group, pause))
  }

  /** Which broker coordinates a group; waits as `coordinator` does. */
  async coordinatorOf(
    group: string,
    pause: (delayMs: number) => Promise<void>
  ): Promise<Pick<BrokerEndpoint, 'id' | 'host' | 'port'>> {
    for (let triesLeft = 20; ; triesLeft--) {
      const connection = await this.any()
      const answer = await connection.request(
        FindCoordinatorApi,
        { keyType: groupKey, coordinatorKeys: [group] },
        { min: 4 }
      )
      const found = answer.coordinators[0]
      if (found === undefined) throw new CommandError(`group ${group}: the broker named no coordinator`)
      if (found.errorCode === ErrorCode.COORDINATOR_NOT_AVAILABLE && triesLeft > 0) {
        await pause(250)
        continue
      }
      checked(found.errorCode, `the coordinator of group ${group}`, found.errorMessage)
      const { nodeId: id, host, port } = found
      return { id, host, port }
    }
  }

  close(): void {
    for (const connecting of this.#connections.values()) {
      void connecting.then(
        (connection) => connection.close(),
        () => {}
      )
    }
  }
}

export const unknownTopic = (name: string): CommandError =>
  new CommandError(
    `there is no topic ${name}; \`gregor topics list\` shows those that there are, \`gregor topics create ${name}\` makes it`
  )
