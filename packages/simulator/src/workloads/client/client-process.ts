import { ZERO_TOPIC_ID } from '@gregor/base'
import { ErrorCode } from '@gregor/protocol'
import { FindCoordinatorApi } from '@gregor/protocol/messages/find-coordinator'
import type { ClientWorld } from '../../types.ts'
import { checkCode } from '../history/codes.ts'
import { Client, type RequestOptions } from './client.ts'

/** What a coordinator is asked for by. */
export const CoordinatorKind = { group: 0, transaction: 1 } as const
export type CoordinatorKind = (typeof CoordinatorKind)[keyof typeof CoordinatorKind]

/**
 * A client process whose life is one asynchronous function. When it dies, whatever it waits for never comes: the function
 * stands still for ever where it is, as the code of a killed process does.
 */
export class ClientProcess {
  readonly client: Client
  readonly #topics: readonly string[]
  readonly #findVersion: number
  #alive = true

  constructor(world: ClientWorld, options: { readonly name: string; readonly topics: readonly string[] }) {
    this.client = new Client(world, options)
    this.#topics = options.topics
    this.#findVersion = 1 + world.random.int(6)
  }

  get name(): string {
    return this.client.name
  }

  get alive(): boolean {
    return this.#alive
  }

  get world(): ClientWorld {
    return this.client.world
  }

  get nowMs(): number {
    return this.world.clock.monotonicMs()
  }

  /** Begins to live; a Violation that life comes upon ends the run. */
  live(life: () => Promise<void>): void {
    life().catch((error: unknown) => {
      this.world.scheduler.defer(() => {
        throw error
      })
    })
  }

  die(): void {
    this.#alive = false
    this.client.close()
  }

  /** Undefined = nobody knows what became of the request. */
  ask<Request, RequestInput, Response, ResponseInput>(
    nodeId: number,
    options: RequestOptions<Request, RequestInput, Response, ResponseInput>
  ): Promise<Response | undefined> {
    return this.#unlessDead((done) => this.client.request(nodeId, options, done))
  }

  sleep(delayMs: number): Promise<void> {
    return this.#unlessDead((done) => void this.world.scheduler.after(delayMs, () => done(undefined)))
  }

  /** As before a retry. */
  pause(failures = 0): Promise<void> {
    return this.#unlessDead((done) => this.client.pause(() => done(undefined), failures))
  }

  /** As before a retry, with a look at the metadata. */
  backOff(failures = 0): Promise<void> {
    return this.#unlessDead((done) => this.client.backOff(() => done(undefined), failures))
  }

  /** Asks for metadata until it knows all of its topics. */
  async learnTopics(): Promise<void> {
    const { view } = this.client
    for (let failures = 0; this.#topics.some((topic) => view.topicId(topic) === ZERO_TOPIC_ID); failures++) {
      await this.backOff(failures)
    }
  }

  /** Finds a coordinator, however long it takes. */
  async findCoordinator(kind: CoordinatorKind, key: string): Promise<number> {
    const keys = this.#findVersion >= 4 ? { coordinatorKeys: [key] } : { key }
    const options = { api: FindCoordinatorApi, version: this.#findVersion, message: { ...keys, keyType: kind } }
    for (let failures = 0; ; failures++) {
      const response = await this.ask(this.client.anyBroker(), options)
      const found = response === undefined ? undefined : (response.coordinators[0] ?? response)
      if (found !== undefined) checkCode('FindCoordinator', found.errorCode, this.name)
      if (found?.errorCode === ErrorCode.NONE) return found.nodeId
      await this.pause(failures)
    }
  }

  #unlessDead<Value>(begin: (done: (value: Value) => void) => void): Promise<Value> {
    return new Promise((resolve) =>
      begin((value) => {
        if (this.#alive) resolve(value)
      })
    )
  }
}
