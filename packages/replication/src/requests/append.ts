import { NO_EPOCH, Offset } from '@gregor/base'
import type { AppendedBatch, PartitionLog } from '@gregor/log'
import { ErrorCode } from '@gregor/protocol'
import type { ReplicationContext } from '../context.ts'
import { explainMinIsr } from '../core/min-isr.ts'
import type { LeaderState } from '../core/leader-state.ts'
import type { Led, ReplicaTable } from '../replica-table.ts'
import type { Replica } from '../replica.ts'
import type { AppendEntry, AppendOutcome, AppendRequest } from '../types.ts'
import { AppendWait, explainNotLeader, PendingAppend, refusedAppend, type AppendEnds } from './append-request.ts'
import type { Timeouts } from './timeouts.ts'

export interface AppenderPorts {
  readonly context: ReplicationContext
  readonly table: ReplicaTable
  readonly timeouts: Timeouts
  /** Records were appended as leader: push them, move the high watermark where nothing has to be waited for. */
  readonly onAppended: (replica: Replica) => void
}

/** Takes produce requests. Work per batch, and one callback per request. */
export class Appender {
  readonly #ports: AppenderPorts

  constructor(ports: AppenderPorts) {
    this.#ports = ports
  }

  append(request: AppendRequest, done: (outcomes: readonly AppendOutcome[]) => void): void {
    const pending = new PendingAppend(request.entries.length, done)
    for (const [index, entry] of request.entries.entries()) this.#appendEntry(request, entry, { pending, index })
    pending.seal()
    if (pending.waiting) pending.cancelTimeout = this.#ports.timeouts.add(pending, Math.max(0, request.timeoutMs))
  }

  #appendEntry(request: AppendRequest, entry: AppendEntry, slot: Slot): void {
    const { table, context } = this.#ports
    const led = table.findLed(entry.topicId, entry.partition, NO_EPOCH)
    if (!led.ok) {
      const message = explainNotLeader(table.get(entry.topicId, entry.partition), led.errorCode)
      return slot.pending.answer(slot.index, refusedAppend(led.errorCode, message, { leaderHint: led.leaderHint }))
    }
    const { replica, leader, log } = led
    const { minInsyncReplicas } = replica.settings
    replica.meters.produceRequests.inc()
    if (request.acks === -1 && this.#isUnderMinIsr(leader, minInsyncReplicas)) {
      replica.meters.failedProduces.inc()
      return slot.pending.answer(slot.index, this.#underMinIsr(ErrorCode.NOT_ENOUGH_REPLICAS, replica, leader))
    }
    leader.beforeAppend({ logEndOffset: log.logEndOffset, nowMs: context.clock.monotonicMs() })
    const appended = log.appendAsLeader(entry.records, {
      leaderEpoch: leader.leaderEpoch,
      origin: request.origin,
      transactionGuard: entry.transactionGuard,
      transactionVersion: entry.transactionVersion
    })
    if (!appended.ok) {
      countRefusal(replica, appended.error.code, entry.records.length)
      return slot.pending.answer(slot.index, refusedAppend(appended.error.code, appended.error.message))
    }
    if (!appended.value.duplicate) this.#count(replica, entry.records.length, appended.value)
    this.#answerWhenKept(request.acks, led, appended.value, slot)
    // After the wait is in its queue, since the high watermark may move at once.
    if (!appended.value.duplicate) this.#ports.onAppended(replica)
  }

  /**
   * acks=all waits for the high watermark. acks=1 waits for this broker alone, which has a record when it is flushed,
   * unless flush.before.ack is off. A resent batch waits for the records it stands for. (B26)
   */
  #answerWhenKept(acks: AppendRequest['acks'], led: Led, batch: AppendedBatch, slot: Slot): void {
    const { replica, log, leader } = led
    const end = Offset(batch.lastOffset + 1)
    const kept = acks === -1 ? log.highWatermark : replica.keptOffset
    if (acks === 0 || kept >= end) return slot.pending.answer(slot.index, appendedOutcome(batch, log))
    const queue = acks === -1 ? replica.committed : replica.flushed
    const ends: AppendEnds = {
      reached: () => appendedOutcome(batch, log),
      lost: () => this.#lost(replica),
      expired: () => this.#expired(acks, replica, leader, end)
    }
    slot.pending.wait(queue, end, new AppendWait({ request: slot.pending, index: slot.index, queue, ends }))
  }

  #lost(replica: Replica): AppendOutcome {
    const offline = replica.state.role.kind === 'offline'
    const code = offline ? ErrorCode.KAFKA_STORAGE_ERROR : ErrorCode.NOT_LEADER_OR_FOLLOWER
    const leaderHint = this.#ports.table.hint(replica.topicId, replica.partition)
    return refusedAppend(code, explainNotLeader(replica, code), { leaderHint })
  }

  #expired(acks: AppendRequest['acks'], replica: Replica, leader: LeaderState, end: Offset): AppendOutcome {
    if (acks === -1 && this.#isUnderMinIsr(leader, replica.settings.minInsyncReplicas)) {
      return this.#underMinIsr(ErrorCode.NOT_ENOUGH_REPLICAS_AFTER_APPEND, replica, leader)
    }
    const waitedFor = acks === -1 ? `in-sync replicas [${leader.isr.current.join(', ')}]` : 'the disk of the leader'
    const message = `${replica.name}: the records up to offset ${end - 1} were appended, but ${waitedFor} did not confirm them in time`
    return refusedAppend(ErrorCode.REQUEST_TIMED_OUT, message)
  }

  #isUnderMinIsr(leader: LeaderState, minInsyncReplicas: number): boolean {
    const { clock, config } = this.#ports.context
    return (
      leader.isUnderMinIsr(minInsyncReplicas) ||
      leader.isOutOfReach(minInsyncReplicas, clock.monotonicMs(), config.reachGraceMs)
    )
  }

  #underMinIsr(code: number, replica: Replica, leader: LeaderState): AppendOutcome {
    const nowMs = this.#ports.context.clock.monotonicMs()
    const { minInsyncReplicas } = replica.settings
    return refusedAppend(code, explainMinIsr(leader, { where: replica.name, minInsyncReplicas, nowMs }))
  }

  #count(replica: Replica, bytes: number, batch: AppendedBatch): void {
    replica.meters.bytesIn.inc(bytes)
    replica.meters.messagesIn.inc(batch.lastOffset - batch.baseOffset + 1)
  }
}

/** Refusals for which the client, or its way here, is to blame say nothing of this broker. */
function countRefusal({ meters }: Replica, code: number, bytes: number): void {
  switch (code) {
    case ErrorCode.MESSAGE_TOO_LARGE:
    case ErrorCode.RECORD_LIST_TOO_LARGE:
      return meters.bytesRejected.inc(bytes)
    case ErrorCode.CORRUPT_MESSAGE:
    case ErrorCode.NOT_LEADER_OR_FOLLOWER:
      return
    default:
      meters.failedProduces.inc()
  }
}

/** Where an entry's outcome goes. */
interface Slot {
  readonly pending: PendingAppend
  readonly index: number
}

function appendedOutcome(batch: AppendedBatch, log: PartitionLog): AppendOutcome {
  return {
    errorCode: ErrorCode.NONE,
    errorMessage: undefined,
    baseOffset: batch.baseOffset,
    lastOffset: batch.lastOffset,
    logAppendTimeMs: batch.logAppendTimeMs,
    logStartOffset: log.logStartOffset,
    leaderHint: undefined
  }
}
