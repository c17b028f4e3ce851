import { BrokerId, NO_BROKER, type Logger } from '@gregor/base'
import {
  anyNode,
  PeerError,
  type CallRequestInput,
  type CallResponse,
  type PeerAddress,
  type PeerConnection
} from '@gregor/rpc'
import type { QuorumState } from '../core/quorum/beginning.ts'
import type { AddressBook } from './address-book.ts'
import { quorumStateFromWire } from './quorum-state.ts'

export interface QuorumQuestionsOptions {
  readonly nodeId: BrokerId
  /** `directory.id` of the folder of the metadata log. */
  readonly directoryId: string
  /** Where the others reach this node. */
  readonly address: () => { readonly host: string; readonly port: number }
  readonly book: AddressBook
  readonly logger: Logger
}

const stateDeadlineMs = 1_000
/** An active controller commits up to three changes before it admits a node. */
const joinDeadlineMs = 12_000
/** Refusals that are told apart. */
const toldMax = 20

/** What one node of the quorum asks the others, and what it heard last. */
export class QuorumQuestions {
  readonly #options: QuorumQuestionsOptions
  #heard: ReadonlyMap<BrokerId, QuorumState> = new Map()
  /** Who leads, as the one who said so last has it. */
  #leader: BrokerId = NO_BROKER
  /** Why a node gave no answer when it was asked last. */
  readonly #failures = new Map<string, string>()
  /** Refusals that were told: who refuses does so again and again. */
  readonly #told = new Set<string>()

  constructor(options: QuorumQuestionsOptions) {
    this.#options = options
  }

  /** Who answered in the last round, and what. */
  get heard(): ReadonlyMap<BrokerId, QuorumState> {
    return this.#heard
  }

  /** Why a node gave no answer when it was asked last; undefined = it was not asked, or answered. */
  whyUnheard(address: PeerAddress): string | undefined {
    return this.#failures.get(failureKey(address))
  }

  /** Asks all others what they hold of the metadata log: one round. */
  async askAll(): Promise<ReadonlyMap<BrokerId, QuorumState>> {
    const { book } = this.#options
    const { contacts } = book
    const answers = new Map<BrokerId, QuorumState>()
    const hear = (answer: CallResponse | undefined): BrokerId | undefined => this.#hear(answer, answers)
    await Promise.all([
      ...contacts.map(async (id) => hear(await this.#ask(id, this.#stateRequest(), stateDeadlineMs))),
      // Once the members are known they are asked by their ids.
      ...(contacts.length > 0 ? [] : book.strangers).map(async (stranger) => {
        const id = hear(await this.#askBy(stranger, this.#stateRequest(), stateDeadlineMs))
        if (id !== undefined) book.learn({ ...stranger.address, nodeId: id })
      })
    ])
    this.#heard = answers
    return answers
  }

  /** Those that answered of late, whom they take for the leader first: a node that is gone would cost a deadline. */
  get likelyControllers(): readonly BrokerId[] {
    return [...this.#heard.keys()].toSorted(
      (left, right) => Number(right === this.#leader) - Number(left === this.#leader)
    )
  }

  /** Asks what may be the active controller to be a member; undefined = no answer came. */
  askToJoin(id: BrokerId, { caughtUp }: { readonly caughtUp: boolean }): Promise<CallResponse | undefined> {
    const { nodeId, directoryId, address } = this.#options
    return this.#ask(id, { joinQuorum: { nodeId, directoryId, ...address(), caughtUp } }, joinDeadlineMs)
  }

  /** Tells a node that is about to be sent to where this one is: it may not know. */
  introduce(connection: PeerConnection): void {
    connection.call(this.#stateRequest(), { deadlineMs: stateDeadlineMs }).catch(() => {})
  }

  #stateRequest(): CallRequestInput {
    const { directoryId, address } = this.#options
    return { quorumState: { directoryId, ...address() } }
  }

  /** Notes an answer; returns whose it is. */
  #hear(answer: CallResponse | undefined, answers: Map<BrokerId, QuorumState>): BrokerId | undefined {
    if (answer?.quorumState === undefined || answer.quorumState.nodeId === this.#options.nodeId) return undefined
    const state = quorumStateFromWire(answer.quorumState)
    answers.set(state.nodeId, state)
    if (answer.leaderId >= 0) this.#leader = BrokerId(answer.leaderId)
    for (const member of [...state.firstVoters, ...state.members]) this.#options.book.learn(member)
    return state.nodeId
  }

  async #ask(id: BrokerId, request: CallRequestInput, deadlineMs: number): Promise<CallResponse | undefined> {
    const { book } = this.#options
    const connection = book.connection(id)
    const answer = connection && (await this.#askBy(connection, request, deadlineMs))
    if (answer === undefined) book.failed(id)
    return answer
  }

  async #askBy(
    connection: PeerConnection,
    request: CallRequestInput,
    deadlineMs: number
  ): Promise<CallResponse | undefined> {
    const { nodeId, host, port } = connection.address
    try {
      const answer = await connection.call(request, { deadlineMs })
      this.#failures.delete(failureKey(connection.address))
      return answer
    } catch (error) {
      if (!(error instanceof PeerError)) throw error
      const place = { node: nodeId, host, port, kind: error.kind }
      this.#options.logger.debug(place, `no answer about the quorum: ${error.message}`)
      this.#failures.set(failureKey(connection.address), error.message)
      if (error.kind === 'refused') this.#tellRefusal(place, error.message)
      return undefined
    }
  }

  /** Of another cluster, another node, a node id that is used twice: that mends itself never, and only the other side knows. */
  #tellRefusal(place: object, message: string): void {
    if (this.#told.has(message) || this.#told.size >= toldMax) return
    this.#told.add(message)
    this.#options.logger.warn(place, `another node of the quorum does not talk to this one: ${message}`)
  }
}

/** By its id; by its address as long as only that is known. */
function failureKey({ nodeId, host, port }: PeerAddress): string {
  return nodeId === anyNode ? `${host}:${port}` : String(nodeId)
}
