import { ErrorCode } from '@gregor/protocol'
import { FindCoordinatorApi } from '@gregor/protocol/messages/find-coordinator'
import type { Actor } from './actor.ts'

/** What a coordinator is asked for by, as the protocol numbers it. */
export const CoordinatorKind = { group: 0, transaction: 1 } as const
export type CoordinatorKind = (typeof CoordinatorKind)[keyof typeof CoordinatorKind]

/** Who coordinates a group or a transactional id, as far as an actor knows. */
export class Coordinator {
  readonly #actor: Actor
  readonly #kind: CoordinatorKind
  readonly #key: string
  #node: number | undefined

  constructor(actor: Actor, kind: CoordinatorKind, key: string) {
    this.#actor = actor
    this.#kind = kind
    this.#key = key
  }

  /** Asks some broker when it is not known; undefined when it cannot be had now. */
  async find(): Promise<number | undefined> {
    if (this.#node !== undefined) return this.#node
    const message = { key: this.#key, keyType: this.#kind }
    const { client } = this.#actor
    const answer = await this.#actor.ask(client.anyBroker(), { api: FindCoordinatorApi, version: 3, message })
    if (answer !== undefined) this.#actor.expect('FindCoordinator', answer.errorCode, this.#key)
    if (answer?.errorCode === ErrorCode.NONE) this.#node = answer.nodeId
    return this.#node
  }

  /** It is to be found anew. */
  forget(): void {
    this.#node = undefined
  }
}
