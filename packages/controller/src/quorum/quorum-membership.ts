import { BrokerId, NO_BROKER, unreachable, type Logger, type Scheduler } from '@gregor/base'
import type { MetadataImage, QuorumMember } from '@gregor/metadata'
import {
  PeerError,
  type CallRequestInput,
  type CallResponse,
  type PeerConnection,
  type PeerIdentity,
  type QuorumStateRequest
} from '@gregor/rpc'
import { noNode, type HardState } from 'raft-ts'
import { beginning, type QuorumState } from '../core/quorum/beginning.ts'
import type { RaftDriver } from '../raft/raft-driver.ts'
import { RaftStorageError, type QuorumOrigin, type RaftStorage } from '../raft/raft-storage.ts'
import type { AddressBook } from './address-book.ts'
import { quorumStateFromWire, type QuorumStateWire } from './quorum-state.ts'
import { WakeablePause } from './wakeable-pause.ts'

export interface QuorumMembershipOptions {
  readonly nodeId: BrokerId
  /** `directory.id` of the folder of the metadata log; it is durable. */
  readonly directoryId: string
  /** All of `controller.quorum.voters`, this node perhaps among them. */
  readonly voters: readonly QuorumMember[]
  /** Where the others reach this node. */
  readonly address: () => { readonly host: string; readonly port: number }
  readonly storage: RaftStorage
  readonly raft: RaftDriver
  readonly image: MetadataImage
  readonly book: AddressBook
  /** The folder holds a metadata log from now on. Raft starts when this is noted. */
  readonly onMember: () => Promise<void>
  readonly onFailure: (error: Error) => void
  readonly scheduler: Scheduler
  readonly logger: Logger
}

/** Between two rounds of questions: doubles up to the most. Who is asked by somebody new asks at once. */
const askAgainMs = { least: 20, most: 500 }
const askDeadlineMs = 1_000
/** An active controller commits up to three changes before it admits a node. */
const joinDeadlineMs = 12_000
/** How often a node that waits says for whom. */
const roundsPerLine = 10
/** A member that hears no leader for some looks asks whether it is a member still. */
const leaderLook = { everyMs: 1_000, looks: 3 }

/** How this node comes into the quorum, and that it stays in: from an empty folder to a member that votes. */
export class QuorumMembership {
  readonly #options: QuorumMembershipOptions
  readonly #pause: WakeablePause
  readonly #loaded: Promise<void>
  #markLoaded!: () => void
  /** Who answered in the last round, and for which folder. */
  #heard: ReadonlyMap<BrokerId, QuorumState> = new Map()
  /** Who leads, as the one who said so last has it. */
  #leader: BrokerId = NO_BROKER
  #origin: QuorumOrigin | undefined
  #askingToVote = false
  #leaderless = 0
  #stopped = false

  constructor(options: QuorumMembershipOptions) {
    this.#options = options
    this.#pause = new WakeablePause(options.scheduler)
    this.#loaded = new Promise((resolve) => {
      this.#markLoaded = resolve
    })
  }

  /** Resolves when the folder is open; a folder that is empty finds its way into the quorum after that. */
  async start(): Promise<void> {
    const { storage, raft, directoryId, onFailure } = this.#options
    const { origin, ...stored } = await storage.load()
    if (origin === undefined) {
      this.#markLoaded()
      this.#begin().catch((error: unknown) => {
        if (!this.#stopped) onFailure(error instanceof Error ? error : new Error(String(error)))
      })
      return
    }
    if (origin.directoryId !== directoryId) throw strangeFolder(origin, directoryId)
    await this.#began(origin)
    raft.start(origin, stored)
    this.#lookForLeader()
  }

  stop(): void {
    this.#stopped = true
    this.#pause.stop()
  }

  /** What this node holds of the metadata log. */
  async answer(request: QuorumStateRequest, { nodeId }: PeerIdentity): Promise<QuorumStateWire> {
    await this.#loaded
    const { book, directoryId, image, raft } = this.#options
    book.learn({ nodeId, host: request.host, port: request.port })
    if (this.#heard.get(BrokerId(nodeId))?.directoryId !== request.directoryId) this.#pause.wake()
    const voters = raft.confState?.voters ?? []
    const members = [...image.quorumMembers.values()]
    return {
      nodeId: this.#options.nodeId,
      empty: this.#origin === undefined,
      directoryId,
      firstVoters: this.#origin?.firstVoters ?? [],
      members: members.map((member) => ({ ...member, voter: voters.includes(member.nodeId) }))
    }
  }

  /** Tells a node that is about to be sent to where this one is: it may not know. */
  introduce(connection: PeerConnection): void {
    const { directoryId, address } = this.#options
    const request = { quorumState: { directoryId, ...address() } }
    connection.call(request, { deadlineMs: askDeadlineMs }).catch(() => {})
  }

  /**
   * Something was applied here. Once that is the record of this very folder, the vote of an earlier one is out of the
   * membership on a majority, and all that it may have confirmed is here: this node may vote. It does so before it knows
   * that it is a voter again: the others may count on it already, and elect nobody without it.
   */
  applied(): void {
    const { nodeId, raft } = this.#options
    const wish = this.#votingWish()
    if (wish === undefined) return
    raft.becomeVoting()
    if (wish && !raft.confState!.voters.includes(nodeId)) void this.#askToVote()
  }

  /** Whether this very folder is to vote, as recorded; undefined = the folder is not recorded. */
  #votingWish(): boolean | undefined {
    const { nodeId, directoryId, image } = this.#options
    const member = image.quorumMembers.get(nodeId)
    return member?.directoryId === directoryId ? member.voter : undefined
  }

  async #begin(): Promise<void> {
    const { nodeId, directoryId, voters, book } = this.#options
    const self = { nodeId, directoryId, voters: voters.map((voter) => voter.nodeId) }
    let confirming: ReadonlyMap<BrokerId, string> | undefined
    for (let round = 0; !this.#stopped; round++) {
      const answers = await this.#askAll(book.contacts)
      if (this.#stopped) return
      const found = beginning(self, answers, confirming)
      confirming = undefined
      switch (found.type) {
        case 'first': {
          const firstVoters = voters.map((voter) => ({ ...voter, directoryId: found.directoryIds.get(voter.nodeId)! }))
          return this.#become({ firstVoters, joining: false })
        }
        case 'late':
          return this.#become({ firstVoters: found.firstVoters, joining: false })
        case 'join':
          return this.#join()
        case 'confirm':
          confirming = found.directoryIds
          break
        case 'wait':
          if (round % roundsPerLine === roundsPerLine - 1) this.#tellWhoIsMissing(found.missing)
          await this.#pause.wait(backOffMs(round))
          break
        default:
          return unreachable(found)
      }
    }
  }

  #tellWhoIsMissing(missing: readonly BrokerId[]): void {
    const { logger, voters } = this.#options
    const names = missing.map((id) => {
      const voter = voters.find(({ nodeId }) => nodeId === id)
      return voter === undefined ? String(id) : `${id}@${voter.host}:${voter.port}`
    })
    logger.warn(
      { missing: names },
      'waiting for voters of the quorum: the first start needs all of controller.quorum.voters, and this node holds no metadata log yet'
    )
  }

  /** Stores how this member begins, and then begins: nothing is promised to anybody before. */
  async #become(
    how: { readonly firstVoters: readonly QuorumMember[]; readonly joining: boolean },
    hardState?: HardState
  ): Promise<void> {
    const { storage, raft, directoryId, image, logger } = this.#options
    const contacts = [...this.#heard.values()].flatMap(({ members, firstVoters }) => [...firstVoters, ...members])
    const known = new Map([...contacts, ...image.quorumMembers.values()].map((member) => [member.nodeId, member]))
    const origin: QuorumOrigin = { ...how, directoryId, contacts: [...known.values()] }
    await storage.write({ origin, snapshot: undefined, entries: [], hardState, sync: true })
    await this.#began(origin)
    if (this.#stopped) return
    const voters = how.firstVoters.map(({ nodeId }) => nodeId)
    logger.info({ voters, joining: how.joining, term: hardState?.term }, 'this node is a member of the quorum')
    raft.start(origin, { hardState, snapshot: undefined, entries: [] }, { eager: voters.length > 0 })
    this.#lookForLeader()
  }

  async #began(origin: QuorumOrigin): Promise<void> {
    for (const contact of [...origin.contacts, ...origin.firstVoters]) this.#options.book.learn(contact)
    await this.#options.onMember()
    this.#origin = origin
    this.#markLoaded()
  }

  /** The log is empty: whatever this node promised with another folder, the leader's term is what it starts from. */
  async #join(): Promise<void> {
    const { logger, nodeId, directoryId } = this.#options
    logger.info({ nodeId, directoryId }, 'joins the quorum with an empty folder')
    const term = await this.#askToJoin()
    if (term !== undefined) await this.#become({ firstVoters: [], joining: true }, { term, vote: noNode, commit: 0 })
  }

  /** Asks until the active controller admits this node. Resolves with its term; undefined = this node stops. */
  async #askToJoin(): Promise<number | undefined> {
    const { book, logger } = this.#options
    for (let round = 0; !this.#stopped; round++) {
      let last = 'nobody answers'
      for (const id of this.#likelyControllers()) {
        const answer = await this.#askController(id, false)
        if (answer?.joinQuorum !== undefined) return answer.joinQuorum.term
        last = answer?.errorMessage ?? last
      }
      if (round % roundsPerLine === roundsPerLine - 1) {
        logger.warn({ asked: book.contacts, last }, 'waiting to be admitted to the quorum')
      }
      await this.#pause.wait(backOffMs(round))
      await this.#askAll(book.contacts)
    }
    return undefined
  }

  /** Those that answered of late, whom they take for the leader first: a node that is gone would cost a deadline. */
  #likelyControllers(): BrokerId[] {
    return [...this.#heard.keys()].toSorted(
      (left, right) => Number(right === this.#leader) - Number(left === this.#leader)
    )
  }

  /** This folder has what it needs to vote: asks for it until it may. */
  async #askToVote(): Promise<void> {
    if (this.#askingToVote) return
    this.#askingToVote = true
    const { raft, nodeId } = this.#options
    for (let round = 0; !this.#stopped; round++) {
      if (this.#votingWish() !== true || raft.confState!.voters.includes(nodeId)) break
      if (raft.leaderId !== noNode) await this.#askController(BrokerId(raft.leaderId), true)
      await this.#pause.wait(backOffMs(round))
    }
    this.#askingToVote = false
  }

  /**
   * A member that was dead when it was removed does not know that, and is sent nothing any more: it joins again. One that
   * has moved tells its new address.
   */
  #lookForLeader(): void {
    const { scheduler, raft, book, nodeId, onFailure } = this.#options
    scheduler.after(leaderLook.everyMs, () => {
      if (this.#stopped) return
      this.#leaderless = raft.leaderId === noNode ? this.#leaderless + 1 : 0
      if (this.#leaderless === 0 && this.#hasMoved()) void this.#askController(BrokerId(raft.leaderId), false)
      if (this.#leaderless < leaderLook.looks) return this.#lookForLeader()
      this.#leaderless = 0
      const asked = this.#askAll(book.contacts).then(async (answers) => {
        const informed = [...answers.values()].filter(({ members }) => members.length > 0)
        const strange = informed.some(({ members }) => members.every((member) => member.nodeId !== nodeId))
        if (strange && raft.leaderId === noNode) await this.#askControllersOnce()
        this.#lookForLeader()
      })
      asked.catch((error: unknown) => onFailure(error instanceof Error ? error : new Error(String(error))))
    })
  }

  /** Whether the metadata have another address of this folder. */
  #hasMoved(): boolean {
    const { nodeId, directoryId, image, address } = this.#options
    const member = image.quorumMembers.get(nodeId)
    const { host, port } = address()
    return member?.directoryId === directoryId && (member.host !== host || member.port !== port)
  }

  async #askControllersOnce(): Promise<void> {
    for (const id of this.#likelyControllers()) await this.#askController(id, false)
  }

  /** The answer of what may be the active controller; undefined = none came. */
  #askController(id: BrokerId, caughtUp: boolean): Promise<CallResponse | undefined> {
    const { nodeId, directoryId, address } = this.#options
    return this.#ask(id, { joinQuorum: { nodeId, directoryId, ...address(), caughtUp } }, joinDeadlineMs)
  }

  async #askAll(ids: readonly BrokerId[]): Promise<ReadonlyMap<BrokerId, QuorumState>> {
    const { nodeId, directoryId, address, book } = this.#options
    const request = { quorumState: { directoryId, ...address() } }
    const answers = new Map<BrokerId, QuorumState>()
    const hear = (answer: CallResponse | undefined, from?: PeerConnection): void => {
      if (answer?.quorumState === undefined || answer.quorumState.nodeId === nodeId) return
      const state = quorumStateFromWire(answer.quorumState)
      answers.set(state.nodeId, state)
      if (answer.leaderId >= 0) this.#leader = BrokerId(answer.leaderId)
      if (from !== undefined) book.learn({ ...from.address, nodeId: state.nodeId })
      for (const member of [...state.firstVoters, ...state.members]) book.learn(member)
    }
    await Promise.all([
      ...ids.map(async (id) => hear(await this.#ask(id, request, askDeadlineMs))),
      // Once the members are known they are asked by their ids.
      ...(ids.length > 0 ? [] : book.strangers).map(async (stranger) =>
        hear(await this.#askBy(stranger, request, askDeadlineMs), stranger)
      )
    ])
    this.#heard = answers
    return answers
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
      this.#options.logger.debug(
        { node: nodeId, host, port, kind: error.kind },
        `no answer about the quorum: ${error.message}`
      )
      return undefined
    }
  }
}

function backOffMs(round: number): number {
  return Math.min(askAgainMs.least * 2 ** Math.min(round, 10), askAgainMs.most)
}

function strangeFolder(origin: QuorumOrigin, directoryId: string): RaftStorageError {
  return new RaftStorageError(
    `the metadata log belongs to directory ${origin.directoryId}, but meta.properties names ${directoryId}: bring the file or the folder back that belongs with the other, or remove this node's log.dirs and metadata.log.dir as a whole and let it join as a new one`
  )
}
