import { ErrorCode } from '@gregor/protocol'
import {
  ConsumerGroupHeartbeatApi,
  type ConsumerGroupHeartbeatResponse
} from '@gregor/protocol/messages/consumer-group-heartbeat'
import type { ClientWorld } from '../../types.ts'
import { ClientProcess, CoordinatorKind } from '../client/client-process.ts'
import { CoordinatorLink } from '../client/coordinator-link.ts'
import { checkCode } from '../history/codes.ts'
import type { ConsumerGroupHistory, Holder } from './consumer-group-history.ts'
import { commitAs, readAs, split } from './member-offsets.ts'

export interface ConsumerMemberOptions {
  readonly name: string
  /** Of a static member (KIP-345). */
  readonly instanceId: string | null
  readonly sessionTimeoutMs: number
  readonly rebalanceTimeoutMs: number
  readonly assignor: string | null
  /** Of a lively member: told how it ended, by itself, so that another process may take its place. */
  readonly onOver: (how: 'left' | 'crashed' | 'fenced') => void
  /** Commits, goes away and crashes at random; otherwise it only stays. */
  readonly lively: boolean
}

export const newCounts = () => ({
  consumerJoins: 0,
  consumerHeartbeats: 0,
  consumerCommits: 0,
  consumerOffsetReads: 0,
  consumerLeaves: 0,
  consumerCrashes: 0,
  consumerFenced: 0
})
export type ConsumerCounts = ReturnType<typeof newCounts>

/** Of 100 steps of a lively member. */
const STEPS = { commit: 45, read: 12, staleCommit: 4, strangerCommit: 3, leave: 3, crash: 3 } as const
const LEAVING = -1
const LEAVING_FOR_A_WHILE = -2
/** The coordinator's clock may run a little fast. */
const SESSION_SHARE = 0.9

/** One process that is a member of a consumer group (KIP-848), one request at a time. */
export class ConsumerMember implements Holder {
  readonly process: ClientProcess
  readonly #history: ConsumerGroupHistory
  readonly #options: ConsumerMemberOptions
  readonly #counts: ConsumerCounts
  readonly #coordinator: CoordinatorLink
  readonly #version: number
  #memberId: string
  /** 0 = it joins. */
  #epoch = 0
  #intervalMs = 100
  owned = new Set<string>()
  ownedSinceMs = 0
  lease = { nodeId: -1, untilMs: 0 }
  /** The coordinator must be told everything: nothing is known to have reached it, or the last answer did not come. */
  #tellsAll = true
  /** What it has changed, and the coordinator has not confirmed to have heard of it. */
  #tellsOwned = false
  #knownIds = new Set<string>()
  #running = false
  #onLeft: (() => void) | undefined

  constructor(
    world: ClientWorld,
    history: ConsumerGroupHistory,
    { counts, ...options }: ConsumerMemberOptions & { readonly counts: ConsumerCounts }
  ) {
    this.#history = history
    this.#options = options
    this.#counts = counts
    this.process = new ClientProcess(world, { name: options.name, topics: history.topics })
    this.#coordinator = new CoordinatorLink(this.process, { kind: CoordinatorKind.group, key: history.groupId })
    this.#version = world.random.int(2)
    this.#memberId = this.#version >= 1 ? Buffer.from(world.random.bytes(16)).toString('base64url') : ''
  }

  get name(): string {
    return this.#options.name
  }

  get epoch(): number {
    return this.#epoch
  }

  get idle(): boolean {
    return !this.#running
  }

  start(): void {
    this.#running = true
    this.#history.holders.add(this)
    this.process.live(async () => {
      await this.process.learnTopics()
      while (this.#running) await this.#step()
    })
  }

  /** Ends, as a process that is killed: it stays in the group until its session ends. */
  kill(): void {
    this.#running = false
    this.process.die()
  }

  /** Leaves in peace, then calls `done`. */
  retire(done: () => void): void {
    this.#onLeft = done
  }

  async #step(): Promise<void> {
    const { random } = this.process.world
    if (this.#onLeft !== undefined) return this.#leave(LEAVING)
    if (this.#epoch === 0 || this.#tellsAll || this.#tellsOwned) return this.#heartbeat()
    await this.process.sleep(1 + random.int(2 * this.#intervalMs))
    let left = this.#options.lively ? random.int(100) : 100
    const falls = (share: number): boolean => (left -= share) < 0
    if (falls(STEPS.commit)) return this.#commit()
    if (falls(STEPS.read)) return this.#read()
    if (falls(STEPS.staleCommit)) return this.#commit({ memberEpoch: this.#epoch - 1 }, 'its epoch is over')
    if (falls(STEPS.strangerCommit)) return this.#commit({ memberId: `${this.#memberId}-stranger` }, 'it is no member')
    if (falls(STEPS.leave)) return this.#leave(this.#options.instanceId === null ? LEAVING : LEAVING_FOR_A_WHILE)
    if (falls(STEPS.crash)) {
      this.#counts.consumerCrashes++
      this.kill()
      return this.#options.onOver('crashed')
    }
    return this.#heartbeat()
  }

  async #heartbeat(): Promise<void> {
    const { groupId, topics, highestEpoch: before } = this.#history
    const { instanceId, rebalanceTimeoutMs, assignor } = this.#options
    const joins = this.#epoch === 0
    const isNew = joins && instanceId === null && this.#memberId !== '' && !this.#knownIds.has(this.#memberId)
    if (joins) this.#counts.consumerJoins++
    this.#knownIds.add(this.#memberId)
    const all = joins || this.#tellsAll
    const message = {
      groupId,
      memberId: this.#memberId,
      memberEpoch: this.#epoch,
      instanceId,
      ...(all ? { rebalanceTimeoutMs, subscribedTopicNames: topics, serverAssignor: assignor } : {}),
      topicPartitions: all || this.#tellsOwned ? this.#ownedByTopic() : null
    }
    const nodeId = await this.#coordinator.node()
    const sentMs = this.process.nowMs
    const response = await this.#coordinator.ask({ api: ConsumerGroupHeartbeatApi, version: this.#version, message })
    if (response !== undefined) checkCode('ConsumerGroupHeartbeat', response.errorCode, this.name)
    if (response?.errorCode !== ErrorCode.NONE) return this.#failed(response?.errorCode)
    this.#counts.consumerHeartbeats++
    this.#intervalMs = response.heartbeatIntervalMs
    this.#tellsAll = false
    this.#tellsOwned = false
    // The next answer, which may never come, can ask it to give partitions up: for that it has the time of a rebalance.
    const leaseMs = Math.min(this.#options.sessionTimeoutMs, rebalanceTimeoutMs) * SESSION_SHARE
    this.lease = { nodeId, untilMs: sentMs + leaseMs }
    this.#takeEpoch(response, { joins, before, isNew })
    this.#takeAssignment(response, { nodeId, sentMs })
  }

  /** C1: a member's epoch only grows. */
  #takeEpoch(
    { memberId, memberEpoch }: ConsumerGroupHeartbeatResponse,
    { joins, before, isNew }: { readonly joins: boolean; readonly before: number; readonly isNew: boolean }
  ): void {
    if (memberId !== null) this.#memberId = memberId
    if (joins) this.#history.joined(this.name, { epoch: memberEpoch, before, isNew })
    else if (memberEpoch < this.#epoch) {
      throw this.#history.violation('C1', `${this.name} gets epoch ${memberEpoch} after ${this.#epoch}`)
    }
    this.#history.hasEpoch(memberEpoch)
    this.#epoch = memberEpoch
  }

  /** Gives up at once what is not its own any more, and says so with its next heartbeat. */
  #takeAssignment(
    { assignment, memberEpoch }: ConsumerGroupHeartbeatResponse,
    { nodeId, sentMs }: { readonly nodeId: number; readonly sentMs: number }
  ): void {
    if (assignment === null) return
    const { view } = this.process.client
    const partitions = assignment.topicPartitions.flatMap(({ topicId, partitions: indexes }) =>
      indexes.map((index) => `${view.topicName({ topic: '', topicId })}-${index}`)
    )
    const unknown = partitions.find((partition) => !this.#history.partitions.includes(partition))
    if (unknown !== undefined) throw this.#history.violation('C2', `${this.name} is assigned ${unknown}`)
    const owner = this.#options.instanceId ?? this.#memberId
    const { nowMs } = this.process
    this.#history.assigned(this, { owner, epoch: memberEpoch, partitions, nodeId, nowMs, sentMs })
    const assigned = new Set(partitions)
    const isSame = assigned.size === this.owned.size && partitions.every((partition) => this.owned.has(partition))
    this.owned = assigned
    if (!isSame) this.ownedSinceMs = nowMs
    this.#tellsOwned = !isSame
  }

  async #failed(errorCode: number | undefined): Promise<void> {
    const isMissing = errorCode === ErrorCode.UNKNOWN_MEMBER_ID || errorCode === ErrorCode.FENCED_MEMBER_EPOCH
    this.#tellsAll = true
    if (errorCode === ErrorCode.FENCED_INSTANCE_ID) {
      this.#counts.consumerFenced++
      this.kill()
      return this.#options.onOver('fenced')
    }
    if (isMissing) {
      this.#counts.consumerFenced++
      this.#epoch = 0
      this.owned = new Set()
    }
    this.#coordinator.isLost(errorCode)
    return this.process.pause()
  }

  /** With another identity than its own the commit must be refused. */
  async #commit(other: { memberId?: string; memberEpoch?: number } = {}, refusedBecause?: string): Promise<void> {
    const { random } = this.process.world
    const partition = [...this.owned][random.int(Math.max(1, this.owned.size))]
    if (partition === undefined) return this.#heartbeat()
    const identity = { memberId: this.#memberId, memberEpoch: this.#epoch, ...other }
    const errorCode = await commitAs(this.#place, { identity, partition, refusedBecause })
    if (errorCode === ErrorCode.NONE) this.#counts.consumerCommits++
    return this.#afterOffsets(errorCode)
  }

  async #read(): Promise<void> {
    const { random } = this.process.world
    const { partitions } = this.#history
    const partition = partitions[random.int(partitions.length)]!
    const identity = { memberId: this.#memberId, memberEpoch: this.#epoch }
    const errorCode = await readAs(this.#place, random.int(2) === 0 ? { partition } : { partition, identity })
    this.#counts.consumerOffsetReads++
    return this.#afterOffsets(errorCode)
  }

  /** The next heartbeat brings the newest epoch, or tells that the member is none any more. */
  async #afterOffsets(errorCode: number | undefined): Promise<void> {
    if (errorCode === ErrorCode.NONE) return
    this.#coordinator.isLost(errorCode)
    await this.process.pause()
    if (this.#running) await this.#heartbeat()
  }

  async #leave(memberEpoch: number): Promise<void> {
    const { groupId } = this.#history
    const identity = { memberId: this.#memberId, memberEpoch: this.#epoch }
    const partition = [...this.owned][0]
    const { instanceId } = this.#options
    const message = { groupId, memberId: this.#memberId, memberEpoch, instanceId }
    if (memberEpoch === LEAVING) this.owned = new Set()
    const response = await this.#coordinator.ask({ api: ConsumerGroupHeartbeatApi, version: this.#version, message })
    if (response !== undefined) checkCode('ConsumerGroupHeartbeat', response.errorCode, this.name)
    const errorCode = response?.errorCode
    const isGone = errorCode === ErrorCode.NONE || errorCode === ErrorCode.UNKNOWN_MEMBER_ID
    if (this.#onLeft !== undefined && !isGone) return this.#failed(errorCode)
    this.#counts.consumerLeaves++
    this.owned = new Set()
    if (isGone && partition !== undefined && identity.memberEpoch > 0 && this.#onLeft === undefined) {
      await commitAs(this.#place, { identity, partition, refusedBecause: 'it has left' })
    }
    this.kill()
    if (this.#onLeft === undefined) this.#options.onOver('left')
    else this.#onLeft()
  }

  #ownedByTopic(): { topicId: string; partitions: number[] }[] {
    const { view } = this.process.client
    const topics = new Map<string, number[]>()
    for (const partition of this.owned) {
      const { topic, index } = split(partition)
      topics.set(topic, [...(topics.get(topic) ?? []), index])
    }
    return Array.from(topics, ([topic, partitions]) => ({ topicId: view.topicId(topic), partitions }))
  }

  get #place() {
    return { process: this.process, coordinator: this.#coordinator, history: this.#history }
  }
}
