import { type Offset, ProducerEpoch, ProducerId } from '@gregor/base'
import { type BatchHeader, ErrorCode, isControl, isTransactional } from '@gregor/protocol'
import { logName, type LogServices, type LogState } from './log-state.ts'
import type { AppendRefusal, LogConfig } from './types.ts'

/** Whether the log takes appends of a leader at all now. */
export function checkAppendable(
  state: LogState,
  services: LogServices,
  origin: 'client' | 'coordinator'
): AppendRefusal | undefined {
  const unusable = checkUsable(state)
  if (unusable !== undefined) return unusable
  const { unwrittenBytes, bytesMax } = services.backlog
  if (unwrittenBytes > bytesMax) {
    const message = `${unwrittenBytes} bytes wait for the disk, more than the limit of ${bytesMax}; try again`
    return { code: ErrorCode.KAFKA_STORAGE_ERROR, message }
  }
  const full = origin === 'client' ? state.room.clientRefusal() : state.room.ownRefusal()
  return full === undefined ? undefined : { code: ErrorCode.KAFKA_STORAGE_ERROR, message: full }
}

/** Whether the log takes what its leader sends. */
export function checkReplicable(state: LogState): AppendRefusal | undefined {
  const unusable = checkUsable(state)
  if (unusable !== undefined) return unusable
  const full = state.room.ownRefusal()
  return full === undefined ? undefined : { code: ErrorCode.KAFKA_STORAGE_ERROR, message: full }
}

function checkUsable(state: LogState): AppendRefusal | undefined {
  if (state.failure !== undefined) {
    const message = `the log ${logName(state)} cannot be used: ${state.failure.message}`
    return { code: ErrorCode.KAFKA_STORAGE_ERROR, message }
  }
  if (state.truncating) {
    const message = `the log ${logName(state)} is being truncated; try again`
    return { code: ErrorCode.NOT_LEADER_OR_FOLLOWER, message }
  }
  return undefined
}

/**
 * A batch that opens a transaction must have been verified since the producer's last transaction ended here: one that
 * came late would open a transaction that nobody ends, and hold up all readers of what is committed (KIP-890).
 */
export function checkVerified(
  state: LogState,
  header: BatchHeader,
  guard: Offset | undefined
): AppendRefusal | undefined {
  if (guard === undefined || !isTransactional(header.attributes) || isControl(header.attributes)) return undefined
  const producerId = ProducerId(header.producerId)
  const known = state.producers.transactionOf({ producerId, producerEpoch: ProducerEpoch(header.producerEpoch) })
  if (known.open || known.guard === guard) return undefined
  const since = known.guard < 0 ? 'the log was cut, or forgot the producer,' : `one ended at offset ${known.guard}`
  const message = `producer ${producerId} has no transaction open in ${logName(state)}: ${since} while this batch was on its way`
  return { code: ErrorCode.INVALID_TXN_STATE, message }
}

/**
 * message.timestamp.before.max.ms and …after.max.ms, by the first and the latest timestamp, which are all that the
 * header tells. A timestamp of -1 means none.
 */
export function checkTimestamps(header: BatchHeader, config: LogConfig, wallMs: number): AppendRefusal | undefined {
  if (config.logAppendTime) return undefined
  const { baseTimestamp, maxTimestamp } = header
  if (maxTimestamp !== -1 && maxTimestamp - wallMs > config.timestampAfterMaxMs) {
    const message = `timestamp ${maxTimestamp} is ${maxTimestamp - wallMs} ms in the future; message.timestamp.after.max.ms is ${config.timestampAfterMaxMs}`
    return { code: ErrorCode.INVALID_TIMESTAMP, message }
  }
  if (baseTimestamp !== -1 && wallMs - baseTimestamp > config.timestampBeforeMaxMs) {
    const message = `timestamp ${baseTimestamp} is ${wallMs - baseTimestamp} ms in the past; message.timestamp.before.max.ms is ${config.timestampBeforeMaxMs}`
    return { code: ErrorCode.INVALID_TIMESTAMP, message }
  }
  return undefined
}
