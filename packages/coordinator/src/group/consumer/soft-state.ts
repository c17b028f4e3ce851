import { ErrorCode } from '@gregor/protocol'
import type { RequestId } from '../../runtime/core.ts'
import type { ClassicGroup } from '../classic-group.ts'
import type { Turn } from '../turn.ts'
import type { ClassicDeadline } from './classic/deadlines.ts'

/** A response that leaves when what it says is committed, or a failure in its place. */
export interface PendingAnswer {
  readonly send: (turn: Turn, errorCode: number) => void
}

/** `failure` makes the response of an error code. */
export function pendingAnswer<Response>(
  requestId: RequestId<Response>,
  response: Response,
  failure: (errorCode: number) => Response
): PendingAnswer {
  return {
    send: (turn, errorCode) => turn.respond(requestId, errorCode === ErrorCode.NONE ? response : failure(errorCode))
  }
}

/** Comes back when the records of a change to a consumer group are committed or have failed. */
export interface ConsumerTicket {
  readonly type: 'consumer-change'
  readonly groupId: string
  /** Answered together: later heartbeats that only saw this change wait with it. */
  readonly answers: PendingAnswer[]
  /** The classic group that the consumer group was made of by this change: it is back if the log refuses. */
  readonly classic: ClassicGroup | undefined
}

/** When a member's session ends unless it is heard of. The timer may be set earlier, and is then set again. */
export interface ConsumerSession {
  deadlineMs: number
  timer: number
  timerAtMs: number
}

/** What a failover may forget about a consumer group. */
export interface ConsumerSoftState {
  readonly sessions: Map<string, ConsumerSession>
  /** Timers of members that have to give partitions up. */
  readonly rebalances: Map<string, number>
  /** What members of the classic protocol have to do, and by when. */
  readonly classicDeadlines: Map<string, ClassicDeadline>
  /** Count of changes to topics that the group's epoch has taken in. */
  topicChangesSeen: number
  /** Topics that came or went since regular expressions were last looked at; undefined = any. */
  changedTopics: Set<string> | undefined
  /** The newest change that is not committed yet. */
  newest: ConsumerTicket | undefined
}

export function softStateOf(turn: Turn, groupId: string): ConsumerSoftState {
  const { consumerSoft } = turn.state
  let soft = consumerSoft.get(groupId)
  if (soft === undefined) {
    soft = {
      sessions: new Map(),
      rebalances: new Map(),
      classicDeadlines: new Map(),
      topicChangesSeen: -1,
      changedTopics: undefined,
      newest: undefined
    }
    consumerSoft.set(groupId, soft)
  }
  return soft
}
