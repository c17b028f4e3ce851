import { ErrorCode } from '@gregor/protocol'
import { HeartbeatApi } from '@gregor/protocol/messages/heartbeat'
import { JoinGroupApi, type JoinGroupResponse } from '@gregor/protocol/messages/join-group'
import { LeaveGroupApi } from '@gregor/protocol/messages/leave-group'
import { SyncGroupApi, type SyncGroupResponse } from '@gregor/protocol/messages/sync-group'
import type { ClientWorld } from '../../types.ts'
import { checkCode } from '../history/codes.ts'
import { assign, decodeAssignment, encodeSubscription } from './assignment.ts'
import { GroupClient } from './group-client.ts'
import type { GroupHistory } from './group-history.ts'
import { commitOffset, readOffset } from './group-offsets.ts'

export interface MemberOptions {
  readonly name: string
  /** Of a static member (KIP-345): its next process takes its place over. */
  readonly instanceId: string | null
  readonly topics: readonly string[]
  readonly sessionTimeoutMs: number
  readonly rebalanceTimeoutMs: number
  readonly heartbeatMs: number
  /** Commits, goes away and comes back at random; otherwise it only stays. */
  readonly lively: boolean
}

const PROTOCOL = 'by-turns'
/** Of 100 steps of a lively member. */
const STEPS = { commit: 45, read: 15, staleCommit: 3, strangerCommit: 3, leave: 2, crash: 2, staticCrash: 6 } as const

/** A member of a classic consumer group, one request at a time. */
export class GroupMember {
  readonly #world: ClientWorld
  readonly #history: GroupHistory
  readonly #options: MemberOptions
  readonly #client: GroupClient
  readonly #joinVersion: number
  #memberId = ''
  /** The member id of the static member's process before, once this one has its place. */
  #ghostId = ''
  #generation = -1
  #owned: readonly string[] = []
  #running = false
  #committing = false
  /** Called when it has left the group, which it is to do as soon as it can. */
  #onLeft: (() => void) | undefined
  readonly counts = { joins: 0, generations: 0, heartbeats: 0, commits: 0, offsetReads: 0, leaves: 0, crashes: 0 }

  constructor(world: ClientWorld, history: GroupHistory, options: MemberOptions) {
    this.#world = world
    this.#history = history
    this.#options = options
    this.#client = new GroupClient(world, { name: options.name, groupId: history.groupId })
    this.#joinVersion = options.instanceId === null ? 2 + world.random.int(8) : 5 + world.random.int(5)
  }

  get idle(): boolean {
    return !this.#running && !this.#committing
  }

  /** The generation in which it has its assignment; -1 when it has none. */
  get generation(): number {
    return this.#generation
  }

  get owned(): readonly string[] {
    return this.#owned
  }

  start(): void {
    this.#running = true
    this.#find()
  }

  /** Ends, as a process that is killed; a commit under way is waited for. */
  stop(): void {
    this.#running = false
    if (!this.#committing) this.#client.die()
  }

  /** Leaves the group in peace, then calls `done`. */
  retire(done: () => void): void {
    this.#onLeft = done
  }

  #find(): void {
    this.#client.find(() => this.#goOn())
  }

  #goOn(): void {
    if (!this.#running) return
    if (this.#generation < 0) this.#join()
    else this.#client.after(1 + this.#world.random.int(2 * this.#options.heartbeatMs), () => this.#step())
  }

  #join(): void {
    const { topics, sessionTimeoutMs, rebalanceTimeoutMs, instanceId: groupInstanceId } = this.#options
    const message = {
      groupId: this.#history.groupId,
      groupInstanceId,
      sessionTimeoutMs,
      rebalanceTimeoutMs,
      memberId: this.#memberId,
      protocolType: 'consumer',
      protocols: [{ name: PROTOCOL, metadata: encodeSubscription(topics) }]
    }
    this.counts.joins++
    const options = { api: JoinGroupApi, version: this.#joinVersion, message, timeoutMs: rebalanceTimeoutMs + 5000 }
    this.#client.ask(options, (response) => this.#joined(response))
  }

  #joined(response: JoinGroupResponse | undefined): void {
    if (response === undefined) return this.#find()
    const { errorCode, memberId } = response
    checkCode('JoinGroup', errorCode, this.#options.name)
    if (errorCode === ErrorCode.NONE) {
      this.#memberId = memberId
      return this.#sync(response)
    }
    if (errorCode === ErrorCode.MEMBER_ID_REQUIRED) this.#memberId = memberId
    this.#failed(errorCode)
  }

  #sync({ generationId, leader, members, memberId, protocolName, skipAssignment }: JoinGroupResponse): void {
    const leads = leader === memberId && !skipAssignment
    const ids = members.map((member) => member.memberId).sort()
    const before = this.#history.highestGeneration
    const message = {
      groupId: this.#history.groupId,
      generationId,
      memberId,
      groupInstanceId: this.#options.instanceId,
      protocolType: 'consumer',
      protocolName,
      assignments: leads ? assign(ids, this.#history.partitions) : []
    }
    const timeoutMs = this.#options.rebalanceTimeoutMs + 2000
    this.#client.ask({ api: SyncGroupApi, version: 5, message, timeoutMs }, (response) =>
      this.#synced({ response, generation: generationId, leads, before })
    )
  }

  #synced(options: {
    readonly response: SyncGroupResponse | undefined
    readonly generation: number
    readonly leads: boolean
    readonly before: number
  }): void {
    const { response, generation, leads, before } = options
    if (response === undefined) return this.#find()
    checkCode('SyncGroup', response.errorCode, this.#options.name)
    if (response.errorCode !== ErrorCode.NONE) return this.#failed(response.errorCode)
    // Having been asked once only, the coordinator has stored the assignment just now.
    if (leads) this.#history.stored(generation, { leader: this.#place, before })
    this.#owned = decodeAssignment(response.assignment)
    this.#history.assigned(generation, this.#place, this.#owned)
    this.#generation = generation
    this.counts.generations++
    this.#goOn()
  }

  /** Goes on after an error: with the same member id or another, at this coordinator or another. */
  #failed(errorCode: number | undefined): void {
    if (!this.#running) return this.#client.die()
    const isGone = errorCode === ErrorCode.UNKNOWN_MEMBER_ID || errorCode === ErrorCode.FENCED_INSTANCE_ID
    if (isGone) this.#memberId = ''
    if (this.#client.isLost(errorCode)) return this.#client.pause(() => this.#find())
    this.#lose()
    this.#client.pause(() => this.#goOn())
  }

  #lose(): void {
    this.#generation = -1
    this.#owned = []
  }

  #step(): void {
    if (!this.#running) return
    if (this.#onLeft !== undefined) return this.#leave()
    if (this.#ghostId !== '') return this.#commitAsGhost()
    let left = this.#options.lively ? this.#world.random.int(100) : 100
    const falls = (share: number): boolean => (left -= share) < 0
    if (falls(STEPS.commit)) return this.#commit(this.#generation)
    if (falls(STEPS.read)) return this.#read()
    if (falls(STEPS.staleCommit)) return this.#commit(this.#generation - 1)
    if (falls(STEPS.strangerCommit)) return this.#commit(this.#generation, `${this.#memberId}-stranger`)
    if (this.#options.instanceId === null) {
      if (falls(STEPS.leave)) return this.#leave()
      if (falls(STEPS.crash)) return this.#crash()
    } else if (falls(STEPS.staticCrash)) return this.#crash()
    this.#beat()
  }

  #beat(): void {
    const { groupId } = this.#history
    const { instanceId: groupInstanceId } = this.#options
    const message = { groupId, generationId: this.#generation, memberId: this.#memberId, groupInstanceId }
    this.#client.ask({ api: HeartbeatApi, message }, (response) => {
      if (response !== undefined) checkCode('Heartbeat', response.errorCode, this.#options.name)
      if (response?.errorCode !== ErrorCode.NONE) return this.#failed(response?.errorCode)
      this.counts.heartbeats++
      this.#goOn()
    })
  }

  #commit(generation: number, memberId = this.#memberId): void {
    const partition = this.#owned[this.#world.random.int(Math.max(1, this.#owned.length))]
    if (partition === undefined || generation < 0) return this.#beat()
    this.#committing = true
    const { instanceId } = this.#options
    const identity = { generation, memberId, instanceId, isMember: memberId === this.#memberId }
    commitOffset({ client: this.#client, history: this.#history, partition, identity }, (errorCode) => {
      this.#committing = false
      if (errorCode === ErrorCode.NONE) this.counts.commits++
      this.#afterOffsets(errorCode)
    })
  }

  /** C4: the process before does not know yet that this one has its place. */
  #commitAsGhost(): void {
    const ghostId = this.#ghostId
    this.#ghostId = ''
    this.#commit(this.#generation, ghostId)
  }

  #read(): void {
    const { partitions } = this.#history
    const partition = partitions[this.#world.random.int(partitions.length)]!
    readOffset({ client: this.#client, history: this.#history, partition }, (errorCode) => {
      this.counts.offsetReads++
      this.#afterOffsets(errorCode)
    })
  }

  #afterOffsets(errorCode: number | undefined): void {
    if (errorCode === ErrorCode.NONE && this.#running) this.#goOn()
    else this.#failed(errorCode)
  }

  #leave(): void {
    this.counts.leaves++
    const message = { groupId: this.#history.groupId, members: [{ memberId: this.#memberId }] }
    this.#client.ask({ api: LeaveGroupApi, message }, (response) => {
      const errorCode = response?.errorCode
      if (errorCode !== undefined) checkCode('LeaveGroup', errorCode, this.#options.name)
      if (this.#onLeft === undefined) return this.#begin()
      if (this.#client.isLost(errorCode)) return this.#failed(errorCode)
      this.stop()
      this.#onLeft()
    })
  }

  #crash(): void {
    this.counts.crashes++
    if (this.#options.instanceId !== null) this.#ghostId = this.#memberId
    this.#client.die()
    this.#begin()
  }

  /** Who has the partitions: a static member keeps its own from process to process. */
  get #place(): string {
    return this.#options.instanceId ?? this.#memberId
  }

  /** Anew, as another member. */
  #begin(): void {
    this.#memberId = ''
    this.#lose()
    this.#client.pause(() => this.#find())
  }
}
