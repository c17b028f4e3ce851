import { ErrorCode, type Api } from '@gregor/protocol'
import { FindCoordinatorApi } from '@gregor/protocol/messages/find-coordinator'
import type { ClientWorld } from '../../types.ts'
import { Client, type RequestOptions } from '../client/client.ts'
import { checkCode } from '../history/codes.ts'

/** Codes that say: look for the coordinator again. */
const LOST: ReadonlySet<number> = new Set([
  ErrorCode.COORDINATOR_NOT_AVAILABLE,
  ErrorCode.NOT_COORDINATOR,
  ErrorCode.COORDINATOR_LOAD_IN_PROGRESS
])

/** A client of one group: knows its coordinator, and finds it again. */
export class GroupClient {
  readonly client: Client
  readonly groupId: string
  readonly #findVersion: number
  #coordinator: number | undefined
  /** Goes up when the process "dies": answers to those before are passed over. */
  #life = 0

  constructor(world: ClientWorld, options: { readonly name: string; readonly groupId: string }) {
    this.client = new Client(world, { name: options.name, topics: [] })
    this.groupId = options.groupId
    this.#findVersion = 1 + world.random.int(6)
  }

  get coordinator(): number | undefined {
    return this.#coordinator
  }

  /** Forgets everything that is under way. */
  die(): void {
    this.#life++
    this.#coordinator = undefined
    this.client.close()
  }

  /** Calls `then` after a while, unless the process has died. */
  after(delayMs: number, then: () => void): void {
    const life = this.#life
    this.client.world.scheduler.after(delayMs, () => life === this.#life && then())
  }

  /** Waits as before a retry. */
  pause(then: () => void): void {
    this.after(20 + this.client.world.random.int(181), then)
  }

  /** Finds the coordinator, however long it takes. */
  find(then: () => void): void {
    const { groupId } = this
    const keys = this.#findVersion >= 4 ? { coordinatorKeys: [groupId] } : { key: groupId }
    const options = { api: FindCoordinatorApi, version: this.#findVersion, message: { ...keys, keyType: 0 } }
    const life = this.#life
    this.client.request(this.client.anyBroker(), options, (response) => {
      if (life !== this.#life) return
      const found = response === undefined ? undefined : (response.coordinators[0] ?? response)
      if (found !== undefined) checkCode('FindCoordinator', found.errorCode, this.client.name)
      if (found?.errorCode !== ErrorCode.NONE) return this.pause(() => this.find(then))
      this.#coordinator = found.nodeId
      then()
    })
  }

  /** Asks the coordinator, which must be known. */
  ask<Request, RequestInput, Response, ResponseInput>(
    options: RequestOptions<Request, RequestInput, Response, ResponseInput> & {
      readonly api: Api<Request, RequestInput, Response, ResponseInput>
    },
    done: (response: Response | undefined) => void
  ): void {
    const life = this.#life
    this.client.request(this.#coordinator!, options, (response) => {
      if (life === this.#life) done(response)
    })
  }

  /** Whether the answer, or that there is none, means that the coordinator must be found again. */
  isLost(errorCode: number | undefined): boolean {
    return errorCode === undefined || LOST.has(errorCode)
  }
}
