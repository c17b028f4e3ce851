import { BrokerId, NO_BROKER, type Logger } from '@gregor/base'
import { PeerError, type CallRequestInput, type CallResponse, type PeerConnection } from '@gregor/rpc'
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

/** What one node of the quorum asks the others, and what it heard last. */
export class QuorumQuestions {
  readonly #options: QuorumQuestionsOptions
  #heard: ReadonlyMap<BrokerId, QuorumState> = new Map()
  /** Who leads, as the one who said so last has it. */
  #leader: BrokerId = NO_BROKER

  constructor(options: QuorumQuestionsOptions) {
    this.#options = options
  }

  /** Who answered in the last round, and what. */
  get heard(): ReadonlyMap<BrokerId, QuorumState> {
    return this.#heard
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
    try {
      return await connection.call(request, { deadlineMs })
    } catch (error) {
      if (!(error instanceof PeerError)) throw error
      const { nodeId, host, port } = connection.address
      const place = { node: nodeId, host, port, kind: error.kind }
      this.#options.logger.debug(place, `no answer about the quorum: ${error.message}`)
      return undefined
    }
  }
}
