import { err, ok, type Result } from '@gregor/base'
import { ErrorCode } from '@gregor/protocol'
import { FetchSession, nextEpoch, type FetchWish, type WishOutcome } from './session.ts'

/** The session fields of a Fetch request. */
export interface SessionRequest {
  readonly sessionId: number
  readonly sessionEpoch: number
  readonly usesTopicIds: boolean
  readonly principal: string
  readonly wishes: readonly FetchWish[]
  readonly forgotten: readonly { readonly topic: string; readonly partition: number }[]
}

/** Chance and time, given in from outside. */
export interface Moment {
  readonly nowMs: number
  /** A random number from 1 to 2^31 - 1. */
  readonly newId: () => number
}

/** A request whose session is settled: what to read, and how to put the response together. */
export interface FetchContext {
  readonly wishes: readonly FetchWish[]
  /** Called once, with an outcome for each wish. Tells the session id of the response and which wishes it holds. */
  finish(outcomes: readonly WishOutcome[], moment: Moment): Result<FetchAnswer, number>
}

export interface FetchAnswer {
  readonly sessionId: number
  /** Indexes into the wishes. */
  readonly included: readonly number[]
}

/** Epoch of a request without a session; it also ends the session that it names. */
const FINAL_EPOCH = -1
/** Epoch of a request that names everything and asks for a session. */
const INITIAL_EPOCH = 0

/** A session that was used within this time is not given up for another. */
const EVICTION_IDLE_MS = 120_000

/** Partitions in one session; a client that wants more goes without. */
const SESSION_PARTITIONS_MAX = 100_000

const NO_SESSION = 0

/** All incremental fetch sessions of this broker (KIP-227), at most `slots`; the one idle longest makes way. */
export class FetchSessionCache {
  private readonly slots: number
  /** The least recently used first. */
  private readonly sessions = new Map<number, FetchSession>()
  private evicted = 0

  constructor(slots: number) {
    this.slots = slots
  }

  /** Sessions that made room for others, since the start. */
  get evictionCount(): number {
    return this.evicted
  }

  get sessionCount(): number {
    return this.sessions.size
  }

  get partitionCount(): number {
    let count = 0
    for (const { size } of this.sessions.values()) count += size
    return count
  }

  /** The error is the code for the top of the response. */
  begin(request: SessionRequest, moment: Moment): Result<FetchContext, number> {
    const { sessionId, sessionEpoch } = request
    if (sessionEpoch === FINAL_EPOCH || sessionEpoch === INITIAL_EPOCH) {
      this.end(sessionId, request.principal)
      return ok(this.fullContext(request))
    }
    const session = this.sessions.get(sessionId)
    if (session === undefined || session.principal !== request.principal) {
      return err(ErrorCode.FETCH_SESSION_ID_NOT_FOUND)
    }
    if (session.epoch !== sessionEpoch) return err(ErrorCode.INVALID_FETCH_SESSION_EPOCH)
    if (session.usesTopicIds !== request.usesTopicIds) return err(ErrorCode.FETCH_SESSION_TOPIC_ID_ERROR)
    return this.continueSession(session, request, moment)
  }

  private end(sessionId: number, principal: string): void {
    if (this.sessions.get(sessionId)?.principal === principal) this.sessions.delete(sessionId)
  }

  private fullContext(request: SessionRequest): FetchContext {
    const { wishes } = request
    return {
      wishes,
      finish: (outcomes, moment) => {
        const session = request.sessionEpoch === INITIAL_EPOCH ? this.create(request, moment) : undefined
        outcomes.forEach((outcome, index) => session?.tell(wishes[index]!, outcome))
        return ok({ sessionId: session?.id ?? NO_SESSION, included: wishes.map((_wish, index) => index) })
      }
    }
  }

  private continueSession(
    session: FetchSession,
    request: SessionRequest,
    moment: Moment
  ): Result<FetchContext, number> {
    session.update(request.wishes)
    session.forget(request.forgotten)
    this.touch(session, moment.nowMs)
    // A client that forgot everything has no use for its session; one that wants too much goes on without.
    if (session.size === 0 || session.size > SESSION_PARTITIONS_MAX) this.sessions.delete(session.id)
    if (session.size > SESSION_PARTITIONS_MAX) return err(ErrorCode.FETCH_SESSION_ID_NOT_FOUND)
    session.epoch = nextEpoch(session.epoch)
    return ok(this.incrementalContext(session))
  }

  private incrementalContext(session: FetchSession): FetchContext {
    const { wishes, epoch } = session
    return {
      wishes,
      finish: (outcomes) => {
        // Another request with the same session overtook this one: its answer would not be the one remembered.
        if (session.epoch !== epoch) return err(ErrorCode.INVALID_FETCH_SESSION_EPOCH)
        const included = wishes.map((_wish, index) => index)
        const news = included.filter((index) => session.tell(wishes[index]!, outcomes[index]!))
        return ok({ sessionId: wishes.length === 0 ? NO_SESSION : session.id, included: news })
      }
    }
  }

  /** A new session, when there is room or can be made. */
  private create(request: SessionRequest, { nowMs, newId }: Moment): FetchSession | undefined {
    const { wishes, usesTopicIds, principal } = request
    if (wishes.length === 0 || wishes.length > SESSION_PARTITIONS_MAX || !this.makeRoom(nowMs)) return undefined
    let id = newId()
    while (this.sessions.has(id)) id = newId()
    const session = new FetchSession({ id, usesTopicIds, principal, nowMs })
    session.update(wishes)
    this.sessions.set(id, session)
    return session
  }

  private makeRoom(nowMs: number): boolean {
    if (this.sessions.size < this.slots) return true
    const [oldest] = this.sessions.values()
    if (oldest === undefined || nowMs - oldest.lastUsedMs < EVICTION_IDLE_MS) return false
    this.sessions.delete(oldest.id)
    this.evicted++
    return true
  }

  private touch(session: FetchSession, nowMs: number): void {
    session.lastUsedMs = nowMs
    this.sessions.delete(session.id)
    this.sessions.set(session.id, session)
  }
}
