import { ErrorCode, errorInfo } from '@gregor/protocol'
import type { ConsumerGroupHeartbeatResponse } from '@gregor/protocol/messages/consumer-group-heartbeat'
import type { RequestId } from '../../runtime/core.ts'
import { pendingAnswer, type PendingAnswer } from './soft-state.ts'

/** Why a request is refused; the message says what the client can do. */
export interface Refusal {
  readonly errorCode: number
  readonly errorMessage: string | null
}

export const refusal = (errorCode: number, errorMessage: string): Refusal => ({ errorCode, errorMessage })

export function heartbeatFailure({ errorCode, errorMessage }: Refusal): ConsumerGroupHeartbeatResponse {
  return {
    throttleTimeMs: 0,
    errorCode,
    errorMessage,
    memberId: null,
    memberEpoch: 0,
    heartbeatIntervalMs: 0,
    assignment: null
  }
}

/** The member has left; the epoch is the one that it left with. */
export function heartbeatLeft(memberId: string, memberEpoch: number): ConsumerGroupHeartbeatResponse {
  return { ...heartbeatFailure({ errorCode: ErrorCode.NONE, errorMessage: null }), memberId, memberEpoch }
}

export const heartbeatAnswer = (
  requestId: RequestId<ConsumerGroupHeartbeatResponse>,
  response: ConsumerGroupHeartbeatResponse
): PendingAnswer =>
  pendingAnswer(requestId, response, (errorCode) =>
    heartbeatFailure({ errorCode, errorMessage: errorInfo(errorCode).message })
  )
