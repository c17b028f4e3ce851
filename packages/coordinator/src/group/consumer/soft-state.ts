import type { ConsumerGroupHeartbeatResponse } from '@gregor/protocol/messages/consumer-group-heartbeat'
import type { RequestId } from '../../runtime/core.ts'
import type { Turn } from '../turn.ts'

/** A response that leaves when what it says is committed. */
export interface PendingAnswer {
  readonly requestId: RequestId<ConsumerGroupHeartbeatResponse>
  readonly response: ConsumerGroupHeartbeatResponse
}

/** Comes back when the records of a change to a consumer group are committed or have failed. */
export interface ConsumerTicket {
  readonly type: 'consumer-change'
  readonly groupId: string
  /** Answered together: later heartbeats that only saw this change wait with it. */
  readonly answers: PendingAnswer[]
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
      topicChangesSeen: -1,
      changedTopics: undefined,
      newest: undefined
    }
    consumerSoft.set(groupId, soft)
  }
  return soft
}
