import { ConfigResourceType } from '@gregor/metadata'
import { ErrorCode } from '@gregor/protocol'
import { DescribeConfigsApi } from '@gregor/protocol/messages/describe-configs'
import { IncrementalAlterConfigsApi } from '@gregor/protocol/messages/incremental-alter-configs'
import { type ClientWorld, Violation } from '../../types.ts'
import { Client } from '../client/client.ts'
import { checkCode } from '../history/codes.ts'

const setOperation = 0
/** Tries of the final check before a broker counts as silent, which is somebody else's concern. */
const triesMax = 20

/** Sets one config to 1, 2, 3 …, through any broker, one at a time. */
export class ConfigWriter {
  readonly #client: Client
  readonly #world: ClientWorld
  readonly #options: { readonly topic: string; readonly key: string; readonly pauseMs: number }
  /** The last value that was acknowledged. */
  #last: number | undefined
  /** Values whose fate is unknown: the request may be carried out yet, even after a later one. */
  readonly #unknown = new Set<number>()
  #next = 1
  /** Who answered last. */
  #broker: number | undefined
  #stopped = false
  #asking = false
  acknowledged = 0

  constructor(world: ClientWorld, options: { readonly topic: string; readonly key: string; readonly pauseMs: number }) {
    this.#world = world
    this.#options = options
    this.#client = new Client(world, { name: `configs ${options.key}`, topics: [] })
  }

  get idle(): boolean {
    return !this.#asking
  }

  start(): void {
    this.#write()
  }

  stop(): void {
    this.#stopped = true
  }

  #write(): void {
    if (this.#stopped) return
    const { topic, key, pauseMs } = this.#options
    const value = this.#next++
    const configs = [{ name: key, configOperation: setOperation, value: String(value) }]
    const resources = [{ resourceType: ConfigResourceType.topic, resourceName: topic, configs }]
    const message = { resources, validateOnly: false }
    this.#asking = true
    this.#broker ??= this.#client.anyBroker()
    this.#client.request(this.#broker, { api: IncrementalAlterConfigsApi, message }, (response) => {
      this.#asking = false
      const errorCode = response?.responses[0]?.errorCode
      if (errorCode !== undefined) checkCode('IncrementalAlterConfigs', errorCode, `${key} of ${topic}`)
      if (errorCode === ErrorCode.NONE) {
        this.#last = value
        this.acknowledged++
      } else {
        this.#unknown.add(value)
        this.#broker = undefined
      }
      this.#world.scheduler.after(pauseMs, () => this.#write())
    })
  }

  /** Every broker has the last value that was acknowledged, or one that nobody knows the fate of. */
  async check(): Promise<void> {
    if (this.#last !== undefined) {
      await Promise.all(this.#world.brokerIds.map((nodeId) => this.#checkBroker(nodeId, this.#last!)))
    }
    this.#client.close()
  }

  #checkBroker(nodeId: number, last: number): Promise<void> {
    const { topic, key } = this.#options
    const resources = [{ resourceType: ConfigResourceType.topic, resourceName: topic, configurationKeys: [key] }]
    const message = { resources, includeSynonyms: false, includeDocumentation: false }
    let triesLeft = triesMax
    return new Promise((resolve, reject) => {
      const look = (): void =>
        this.#client.request(nodeId, { api: DescribeConfigsApi, message }, (response) => {
          const text = response?.results[0]?.configs[0]?.value
          if (text === undefined || text === null) {
            if (triesLeft-- === 0) return resolve()
            return this.#client.pause(look)
          }
          const value = Number(text)
          if (value === last || this.#unknown.has(value)) return resolve()
          reject(new Violation('R4', `node ${nodeId} has ${key}=${value}, though ${last} was acknowledged after it`))
        })
      look()
    })
  }
}
