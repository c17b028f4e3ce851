import { ErrorCode } from '@gregor/protocol'
import type { RequestOptions } from './client.ts'
import type { ClientProcess, CoordinatorKind } from './client-process.ts'

/** Codes that say: look for the coordinator again. */
const LOST: ReadonlySet<number> = new Set([
  ErrorCode.COORDINATOR_NOT_AVAILABLE,
  ErrorCode.NOT_COORDINATOR,
  ErrorCode.COORDINATOR_LOAD_IN_PROGRESS
])

/** A process's way to the coordinator of one group, or of one transactional id. */
export class CoordinatorLink {
  readonly #process: ClientProcess
  readonly #kind: CoordinatorKind
  readonly #key: string
  #nodeId: number | undefined

  constructor(process: ClientProcess, options: { readonly kind: CoordinatorKind; readonly key: string }) {
    this.#process = process
    this.#kind = options.kind
    this.#key = options.key
  }

  /** Whom it would ask now. */
  async node(): Promise<number> {
    return (this.#nodeId ??= await this.#process.findCoordinator(this.#kind, this.#key))
  }

  /** Asks the coordinator once. Without an answer it is looked for again next time. */
  async ask<Request, RequestInput, Response, ResponseInput>(
    options: RequestOptions<Request, RequestInput, Response, ResponseInput>
  ): Promise<Response | undefined> {
    const response = await this.#process.ask(await this.node(), options)
    if (response === undefined) this.#nodeId = undefined
    return response
  }

  /** Whether the answer, or that there is none, is about the coordinator: then it is found anew, and asked again. */
  isLost(errorCode: number | undefined): boolean {
    const lost = errorCode === undefined || LOST.has(errorCode)
    if (lost) this.#nodeId = undefined
    return lost
  }
}
