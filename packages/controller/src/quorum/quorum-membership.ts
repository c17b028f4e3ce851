import { asError, BrokerId, unreachable, type Logger, type Scheduler } from '@gregor/base'
import type { MetadataImage, QuorumMember } from '@gregor/metadata'
import { anyNode, type PeerAddress, type PeerConnection, type PeerIdentity, type QuorumStateRequest } from '@gregor/rpc'
import { noNode, type HardState } from 'raft-ts'
import { beginning } from '../core/quorum/beginning.ts'
import type { RaftDriver } from '../raft/raft-driver.ts'
import { RaftStorageError, type QuorumOrigin, type RaftStorage } from '../raft/raft-storage.ts'
import type { AddressBook } from './address-book.ts'
import { backOffMs, isTimeToTell } from './back-off.ts'
import { MemberCare } from './member-care.ts'
import { QuorumQuestions } from './quorum-questions.ts'
import type { QuorumStateWire } from './quorum-state.ts'
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

/** How this node comes into the quorum, and that it stays in: from an empty folder to a member that votes. */
export class QuorumMembership {
  readonly #options: QuorumMembershipOptions
  readonly #pause: WakeablePause
  readonly #questions: QuorumQuestions
  readonly #care: MemberCare
  readonly #loaded: Promise<void>
  #markLoaded!: () => void
  #origin: QuorumOrigin | undefined
  #stopped = false

  constructor(options: QuorumMembershipOptions) {
    this.#options = options
    this.#pause = new WakeablePause(options.scheduler)
    this.#questions = new QuorumQuestions(options)
    this.#care = new MemberCare({ ...options, questions: this.#questions, pause: this.#pause })
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
        if (!this.#stopped) onFailure(asError(error))
      })
      return
    }
    if (origin.directoryId !== directoryId) throw strangeFolder(origin, directoryId)
    await this.#began(origin)
    raft.start(origin, stored)
    this.#tellStrangeQuorum(origin)
    this.#care.start()
  }

  stop(): void {
    this.#stopped = true
    this.#pause.stop()
    this.#care.stop()
  }

  /** What this node holds of the metadata log. */
  async answer(request: QuorumStateRequest, { nodeId }: PeerIdentity): Promise<QuorumStateWire> {
    await this.#loaded
    const { book, directoryId, image, raft } = this.#options
    book.learn({ nodeId, host: request.host, port: request.port })
    if (this.#questions.heard.get(BrokerId(nodeId))?.directoryId !== request.directoryId) this.#pause.wake()
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
    this.#questions.introduce(connection)
  }

  /** Something was applied here: it may concern this very member. */
  applied(): void {
    this.#care.applied()
  }

  async #begin(): Promise<void> {
    const { nodeId, directoryId, voters } = this.#options
    const self = { nodeId, directoryId, voters: voters.map((voter) => voter.nodeId) }
    let confirming: ReadonlyMap<BrokerId, string> | undefined
    for (let round = 0; !this.#stopped; round++) {
      const answers = await this.#questions.askAll()
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
          if (isTimeToTell(round)) this.#tellWhoIsMissing(found.missing)
          await this.#pause.wait(backOffMs(round))
          break
        default:
          return unreachable(found)
      }
    }
  }

  #tellWhoIsMissing(missing: readonly BrokerId[]): void {
    const { book, logger, voters } = this.#options
    const asked = missing.map((id) => voters.find(({ nodeId }) => nodeId === id) ?? { nodeId: id, host: '', port: 0 })
    // Before anybody answered, only addresses are known.
    const addresses = voters.length === 0 ? book.strangers.map(({ address }) => address) : asked
    const names = addresses.map((address) => {
      const why = this.#questions.whyUnheard(address)
      return why === undefined ? placeOf(address) : `${placeOf(address)} (${why})`
    })
    const what =
      voters.length === 0
        ? 'waiting for an answer of controller.quorum.bootstrap.servers'
        : 'waiting for voters of the quorum: the first start needs all of controller.quorum.voters, and this node holds no metadata log yet'
    logger.warn({ missing: addresses.map(placeOf) }, `${what}; missing: ${names.join('; ')}`)
  }

  /** A folder that comes from another cluster goes on there: its own metadata say who the voters are, not the config. */
  #tellStrangeQuorum({ firstVoters, contacts }: QuorumOrigin): void {
    const { logger, raft, voters, nodeId } = this.#options
    const members = new Set([...firstVoters, ...contacts].map((member) => member.nodeId))
    for (const id of raft.confState?.voters ?? []) members.add(BrokerId(id))
    const known = voters.length === 0 || voters.some((voter) => voter.nodeId !== nodeId && members.has(voter.nodeId))
    const alone = voters.length === 1 && voters[0]!.nodeId === nodeId && members.has(nodeId)
    if (known || alone) return
    logger.warn(
      { voters: voters.map(placeOf), members: [...members] },
      'controller.quorum.voters names nobody else of the quorum that this metadata log is of, and the log counts: is this the folder of another cluster? To join the one in the config, correct log.dirs, or empty them'
    )
  }

  /** Stores how this member begins, and then begins: nothing is promised to anybody before. */
  async #become(
    how: { readonly firstVoters: readonly QuorumMember[]; readonly joining: boolean },
    hardState?: HardState
  ): Promise<void> {
    const { storage, raft, directoryId, image, logger } = this.#options
    const contacts = [...this.#questions.heard.values()].flatMap(({ members, firstVoters }) => [
      ...firstVoters,
      ...members
    ])
    const known = new Map([...contacts, ...image.quorumMembers.values()].map((member) => [member.nodeId, member]))
    const origin: QuorumOrigin = { ...how, directoryId, contacts: [...known.values()] }
    await storage.write({ origin, snapshot: undefined, entries: [], hardState, sync: true })
    await this.#began(origin)
    if (this.#stopped) return
    const voters = how.firstVoters.map(({ nodeId }) => nodeId)
    logger.info({ voters, joining: how.joining, term: hardState?.term }, 'this node is a member of the quorum')
    raft.start(origin, { hardState, snapshot: undefined, entries: [] }, { eager: voters.length > 0 })
    this.#care.start()
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
      for (const id of this.#questions.likelyControllers) {
        const answer = await this.#questions.askToJoin(id, { caughtUp: false })
        if (answer?.joinQuorum !== undefined) return answer.joinQuorum.term
        last = answer?.errorMessage ?? last
      }
      if (isTimeToTell(round)) {
        logger.warn({ asked: book.contacts, last }, 'waiting to be admitted to the quorum')
      }
      await this.#pause.wait(backOffMs(round))
      await this.#questions.askAll()
    }
    return undefined
  }
}

function placeOf({ nodeId, host, port }: PeerAddress): string {
  return nodeId === anyNode ? `${host}:${port}` : `${nodeId}@${host}:${port}`
}

function strangeFolder(origin: QuorumOrigin, directoryId: string): RaftStorageError {
  return new RaftStorageError(
    `the metadata log belongs to directory ${origin.directoryId}, but meta.properties names ${directoryId}: bring the file or the folder back that belongs with the other, or remove this node's log.dirs and metadata.log.dir as a whole and let it join as a new one`
  )
}
