import { asError, BrokerId, type Scheduler } from '@gregor/base'
import type { MetadataImage } from '@gregor/metadata'
import { noNode } from 'raft-ts'
import type { RaftDriver } from '../raft/raft-driver.ts'
import { backOffMs } from './back-off.ts'
import type { QuorumQuestions } from './quorum-questions.ts'
import type { WakeablePause } from './wakeable-pause.ts'

export interface MemberCareOptions {
  readonly nodeId: BrokerId
  readonly directoryId: string
  readonly address: () => { readonly host: string; readonly port: number }
  readonly raft: RaftDriver
  readonly image: MetadataImage
  readonly questions: QuorumQuestions
  readonly pause: WakeablePause
  readonly onFailure: (error: Error) => void
  readonly scheduler: Scheduler
}

/** A member that hears no leader for some looks asks whether it is a member still. */
const leaderLook = { everyMs: 1_000, looks: 3 }

/** Sees to it that a member stays one: that it votes when it may, is known where it is, and is led. */
export class MemberCare {
  readonly #options: MemberCareOptions
  #askingToVote = false
  #leaderless = 0
  #stopped = false

  constructor(options: MemberCareOptions) {
    this.#options = options
  }

  start(): void {
    this.#options.scheduler.after(leaderLook.everyMs, () => {
      if (this.#stopped) return
      this.#look().then(
        () => this.start(),
        (error: unknown) => {
          if (!this.#stopped) this.#options.onFailure(asError(error))
        }
      )
    })
  }

  stop(): void {
    this.#stopped = true
  }

  /**
   * Something was applied here. Once that is the record of this very folder, the vote of an earlier one is out of the
   * membership on a majority, and all that it may have confirmed is here: this node may vote. It does so before it knows
   * that it is a voter again: the others may count on it already, and elect nobody without it.
   */
  applied(): void {
    const wish = this.#votingWish()
    if (wish === undefined) return
    this.#options.raft.becomeVoting()
    if (wish && !this.#votes()) void this.#askToVote()
  }

  /** Whether this very folder is to vote, as recorded; undefined = the folder is not recorded. */
  #votingWish(): boolean | undefined {
    const { nodeId, directoryId, image } = this.#options
    const member = image.quorumMembers.get(nodeId)
    return member?.directoryId === directoryId ? member.voter : undefined
  }

  #votes(): boolean {
    const { raft, nodeId } = this.#options
    return raft.confState!.voters.includes(nodeId)
  }

  /** This folder has what it needs to vote: asks for it until it may. */
  async #askToVote(): Promise<void> {
    if (this.#askingToVote) return
    this.#askingToVote = true
    const { raft, questions, pause } = this.#options
    for (let round = 0; !this.#stopped && this.#votingWish() === true && !this.#votes(); round++) {
      if (raft.leaderId !== noNode) await questions.askToJoin(BrokerId(raft.leaderId), { caughtUp: true })
      await pause.wait(backOffMs(round))
    }
    this.#askingToVote = false
  }

  /**
   * A member that was dead when it was removed does not know that, and is sent nothing any more: it joins again. So does
   * one that is led but not recorded, since a leader died between the two; and one that has moved tells its new address.
   * Asking for what is so already does no harm. But a folder that another one of the same node has replaced keeps quiet.
   */
  async #look(): Promise<void> {
    const { raft, questions, nodeId, directoryId } = this.#options
    this.#leaderless = raft.leaderId === noNode ? this.#leaderless + 1 : 0
    if (this.#leaderless === 0) {
      if (this.#isMisknown()) await questions.askToJoin(BrokerId(raft.leaderId), { caughtUp: false })
      return
    }
    if (this.#leaderless < leaderLook.looks) return
    this.#leaderless = 0
    const informed = [...(await questions.askAll()).values()].filter(({ members }) => members.length > 0)
    const replaced = informed.some(({ members }) =>
      members.some((member) => member.nodeId === nodeId && member.directoryId !== directoryId)
    )
    if (informed.length === 0 || replaced || raft.leaderId !== noNode) return
    for (const id of questions.likelyControllers) await questions.askToJoin(id, { caughtUp: false })
  }

  /** Whether the metadata have nothing of this node, or another address of this folder. */
  #isMisknown(): boolean {
    const { nodeId, directoryId, image, address } = this.#options
    const member = image.quorumMembers.get(nodeId)
    if (member === undefined) return image.quorumMembers.size > 0
    const { host, port } = address()
    return member.directoryId === directoryId && (member.host !== host || member.port !== port)
  }
}
