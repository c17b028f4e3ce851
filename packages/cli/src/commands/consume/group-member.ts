import { ErrorCode, errorInfo } from '@gregor/protocol'
import {
  ConsumerGroupHeartbeatApi,
  type ConsumerGroupHeartbeatResponse
} from '@gregor/protocol/messages/consumer-group-heartbeat'
import { addressText } from '../../client/address.ts'
import { answerText } from '../../client/checked.ts'
import type { Connection } from '../../client/connection.ts'
import { CommandError } from '../../faults.ts'
import type { Session } from '../../session.ts'

/** How long the other members wait, when partitions move, for this one to let go of some; then it is put out. */
const rebalanceTimeoutMs = 60_000
const retryPauseMs = 250
/** How long a group may be without a coordinator that answers. */
const retryMs = 30_000
/** The same when the user has asked for the end. */
const lastWordsMs = 5000
/** Troubles that are over sooner are not worth a word. */
const quietMs = 1000

/** Member epochs that are not epochs (KIP-848). */
const joining = 0
const leaving = -1

/** Never aborts. */
const never = new AbortController().signal

/** What the coordinator has given to a member. */
export interface Assignment {
  /** Another number than before: the member was put out and joins anew, so that others may have read on in between. */
  readonly incarnation: number
  readonly partitions: readonly number[]
}

/** By what the coordinator knows a member. */
export interface MemberIdentity {
  readonly memberId: string
  readonly memberEpoch: number
}

/**
 * A member of a consumer group (KIP-848) that reads one topic. It heartbeats by itself, however long the records take to be
 * printed; what it is given, and taken, is in `assignment` until `own` says that it has been done.
 */
export class GroupMember {
  readonly #session: Session
  readonly #group: string
  readonly #topic: { readonly name: string; readonly id: string }
  readonly #memberId: string
  #epoch = joining
  #assignment: Assignment = { incarnation: 0, partitions: [] }
  #owned: readonly number[] = []
  /** What the coordinator was told last that the member owns. */
  #toldOwned: readonly number[] | undefined
  #connection: Connection | undefined
  #trouble: { readonly since: number; told: boolean } | undefined
  #failure: unknown
  #ended = false
  #living: Promise<unknown> = Promise.resolve()
  /** The next heartbeat is due at once. */
  #hurry = false
  #alarm = new AbortController()

  constructor(
    session: Session,
    { group, topic }: { readonly group: string; readonly topic: { readonly name: string; readonly id: string } }
  ) {
    this.#session = session
    this.#group = group
    this.#topic = topic
    this.#memberId = session.newId()
    session.stopping.addEventListener('abort', () => this.#wake(), { once: true })
  }

  /** Joins, and stays until `leave`. Resolves earlier when the user asks for the end; rejects when it is not let in. */
  async join(): Promise<void> {
    const delayMs = await this.#live(() => this.#epoch !== joining || this.#session.stopping.aborted)
    this.check()
    this.#living = this.#live(() => this.#ended, delayMs)
  }

  get assignment(): Assignment {
    return this.#assignment
  }

  /** Throws when the member cannot go on: why. */
  check(): void {
    if (this.#failure !== undefined) throw this.#failure
  }

  /** The member reads these partitions, and has let go of all others. */
  own({ incarnation, partitions }: Assignment): void {
    if (incarnation !== this.#assignment.incarnation) return
    this.#owned = partitions
    this.#wake()
  }

  /**
   * Asks the coordinator something in the member's name, again while it refuses for a reason that passes. Undefined when the
   * member is not what it was in that incarnation: its heartbeat tells, and joins anew. Rejects with a CommandError that
   * begins with `what`.
   */
  async ask<Answer>(
    { what, incarnation }: { readonly what: string; readonly incarnation: number },
    request: (
      connection: Connection,
      identity: MemberIdentity
    ) => Promise<{ readonly errorCode: number; readonly answer: Answer }>
  ): Promise<Answer | undefined> {
    const { clock, pause, stopping } = this.#session
    const since = clock.monotonicMs()
    for (;;) {
      this.check()
      if (incarnation !== this.#assignment.incarnation) return undefined
      const said = await this.#try(request)
      if ('answer' in said) return said.answer
      if (isLost(said.errorCode)) {
        this.#wake()
        return undefined
      }
      const patienceMs = stopping.aborted ? lastWordsMs : retryMs
      if (!said.passes || clock.monotonicMs() - since > patienceMs) throw new CommandError(`${what}: ${said.why}`)
      if (said.errorCode === ErrorCode.STALE_MEMBER_EPOCH) this.#wake()
      else this.#connection = undefined
      await pause(retryPauseMs, never)
    }
  }

  async #try<Answer>(
    request: (
      connection: Connection,
      identity: MemberIdentity
    ) => Promise<{ readonly errorCode: number; readonly answer: Answer }>
  ): Promise<
    { readonly answer: Answer } | { readonly errorCode: number; readonly why: string; readonly passes: boolean }
  > {
    try {
      const identity = { memberId: this.#memberId, memberEpoch: this.#epoch }
      const { errorCode, answer } = await request(await this.#coordinator(), identity)
      if (errorCode === ErrorCode.NONE) return { answer }
      const passes = errorInfo(errorCode).retriable || errorCode === ErrorCode.STALE_MEMBER_EPOCH
      return { errorCode, why: answerText(errorCode), passes }
    } catch (error) {
      if (!(error instanceof CommandError)) throw error
      return { errorCode: ErrorCode.UNKNOWN_SERVER_ERROR, why: error.message, passes: true }
    }
  }

  /** Leaves, so that the others have its partitions at once. Never rejects: nothing is lost if it fails. */
  async leave(): Promise<void> {
    this.#ended = true
    this.#wake()
    await this.#living
    if (this.#epoch === joining) return
    let why = ''
    for (let triesLeft = 4; triesLeft > 0; triesLeft--) {
      const said = await this.#try(async (connection, { memberId }) => {
        const message = { groupId: this.#group, memberId, memberEpoch: leaving }
        const { errorCode } = await connection.request(ConsumerGroupHeartbeatApi, message)
        return { errorCode, answer: undefined }
      })
      if ('answer' in said || isLost(said.errorCode)) return
      why = said.why
      this.#connection = undefined
      await this.#session.pause(retryPauseMs, never)
    }
    this.#session.remark(
      `group ${this.#group}: its coordinator did not hear that this member leaves (${why}); the others get its partitions when its session has ended`
    )
  }

  /** Heartbeats in the rhythm that the coordinator asks for, the first after `delayMs`; resolves with when the next is due. */
  async #live(done: () => boolean, delayMs = 0): Promise<number> {
    const isOver = (): boolean => done() || this.#failure !== undefined
    while (!isOver()) {
      if (delayMs > 0 && !this.#hurry) await this.#session.pause(delayMs, this.#alarm.signal)
      if (isOver()) break
      this.#hurry = false
      this.#alarm = new AbortController()
      delayMs = await this.#heartbeat().catch((error: unknown) => {
        this.#failure = error
        return 0
      })
    }
    return delayMs
  }

  #wake(): void {
    this.#hurry = true
    this.#alarm.abort()
  }

  /** Resolves with the time until the next one, in milliseconds. */
  async #heartbeat(): Promise<number> {
    const { name, id } = this.#topic
    const owned = this.#owned
    const joins = this.#epoch === joining
    // After a failure the coordinator may be another, or have missed what it was told.
    const all = joins || this.#toldOwned === undefined
    const message = {
      groupId: this.#group,
      memberId: this.#memberId,
      memberEpoch: this.#epoch,
      ...(all ? { rebalanceTimeoutMs, subscribedTopicNames: [name] } : {}),
      topicPartitions:
        !all && this.#toldOwned === owned ? null : owned.length === 0 ? [] : [{ topicId: id, partitions: owned }]
    }
    let answer: ConsumerGroupHeartbeatResponse
    try {
      answer = await (await this.#coordinator()).request(ConsumerGroupHeartbeatApi, message)
    } catch (error) {
      if (!(error instanceof CommandError) || error instanceof TooOldError) throw error
      return this.#troubled(error.message)
    }
    if (answer.errorCode !== ErrorCode.NONE) return this.#refused(answer, { joins })
    this.#toldOwned = owned
    this.#trouble = undefined
    this.#epoch = answer.memberEpoch
    this.#takeAssignment(answer)
    return answer.heartbeatIntervalMs
  }

  #takeAssignment({ assignment }: ConsumerGroupHeartbeatResponse): void {
    if (assignment === null) return
    const { name, id } = this.#topic
    if (assignment.topicPartitions.some(({ topicId }) => topicId !== id))
      throw new CommandError(`topic ${name} was deleted and made anew while it was read; start again`)
    const partitions = assignment.topicPartitions.flatMap((topic) => topic.partitions).toSorted((a, b) => a - b)
    const before = this.#assignment.partitions
    const isSame = partitions.length === before.length && partitions.every((partition, at) => partition === before[at])
    if (!isSame) this.#assignment = { ...this.#assignment, partitions }
  }

  #refused(
    { errorCode, errorMessage }: ConsumerGroupHeartbeatResponse,
    { joins }: { readonly joins: boolean }
  ): number {
    const why = answerText(errorCode, errorMessage)
    if (isLost(errorCode) && !joins) return this.#lost(why)
    if (errorInfo(errorCode).retriable) return this.#troubled(why)
    throw new CommandError(`group ${this.#group} does not take this member: ${why}`)
  }

  /** The coordinator has put the member out: it was silent too long, or did not let go of partitions. */
  #lost(why: string): number {
    this.#session.remark(
      `group ${this.#group} has put this member out: ${why}; joining anew, records since its last commit may come again`
    )
    this.#epoch = joining
    this.#owned = []
    this.#toldOwned = undefined
    this.#assignment = { incarnation: this.#assignment.incarnation + 1, partitions: [] }
    return 0
  }

  /** No coordinator, or one that is not ready: it is looked for again. */
  #troubled(why: string): number {
    const now = this.#session.clock.monotonicMs()
    this.#connection = undefined
    this.#toldOwned = undefined
    this.#trouble ??= { since: now, told: false }
    const lastedMs = now - this.#trouble.since
    if (lastedMs > retryMs) throw new CommandError(`group ${this.#group} has no coordinator that answers: ${why}`)
    if (lastedMs > quietMs && !this.#trouble.told) {
      this.#trouble.told = true
      this.#session.remark(`group ${this.#group}: its coordinator does not answer (${why}); trying again`)
    }
    return retryPauseMs
  }

  async #coordinator(): Promise<Connection> {
    if (this.#connection?.open === true) return this.#connection
    const { cluster, pause } = this.#session
    const connection = await cluster.coordinator(this.#group, pause)
    if (!connection.served.has(ConsumerGroupHeartbeatApi.key))
      throw new TooOldError(
        `${addressText(connection.address)} has no consumer groups of KIP-848; --group needs Gregor, or Kafka 4.0`
      )
    return (this.#connection = connection)
  }
}

/** The coordinator's brokers do not know such groups: trying again does not help. */
class TooOldError extends CommandError {}

const isLost = (errorCode: number): boolean =>
  errorCode === ErrorCode.UNKNOWN_MEMBER_ID ||
  errorCode === ErrorCode.FENCED_MEMBER_EPOCH ||
  errorCode === ErrorCode.GROUP_ID_NOT_FOUND
