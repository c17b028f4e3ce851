import type { BrokerEpoch, BrokerId } from '@gregor/base'
import type { BrokerRegistration, MetadataRecord } from '@gregor/metadata'
import { ErrorCode } from '@gregor/protocol'
import type { BrokerSession } from './broker-sessions.ts'
import { startShutdown, unfence } from './fencing.ts'
import { lastIndexOf, refusal, type Outcome, type Refusal } from './outcome.ts'
import type { ControllerState, OperationContext } from './state.ts'

/** A sign of life of a broker. */
export interface HeartbeatRequest {
  readonly brokerId: BrokerId
  readonly brokerEpoch: BrokerEpoch
  /** Metadata index up to which it has applied. */
  readonly appliedIndex: number
  readonly wantShutdown: boolean
}

export type HeartbeatResponse =
  | { readonly ok: true; readonly fenced: boolean; readonly mayShutDown: boolean }
  | { readonly ok: false; readonly refusal: Refusal }

/** Notes the sign of life; unfences a broker that has caught up, and moves leaderships away from one that wants to go. */
export function heartbeat(
  state: ControllerState,
  request: HeartbeatRequest,
  context: OperationContext
): Outcome<HeartbeatResponse> {
  const { brokerId, brokerEpoch, appliedIndex } = request
  const broker = state.image.brokers.get(brokerId)
  if (broker === undefined || broker.epoch !== brokerEpoch) {
    const message = `Broker ${brokerId} is not registered with epoch ${brokerEpoch}: it must register anew`
    return { records: [], response: { ok: false, refusal: refusal(ErrorCode.STALE_BROKER_EPOCH, message) } }
  }
  const known = state.sessions.get(brokerId)
  const session = known?.epoch === brokerEpoch ? known : state.sessions.open(brokerId, brokerEpoch, context.nowMs)
  session.heardMs = context.nowMs
  session.appliedIndex = Math.max(session.appliedIndex, appliedIndex)
  return request.wantShutdown ? shutDown(state, broker, session, context) : live(state, broker, session)
}

function live(state: ControllerState, broker: BrokerRegistration, session: BrokerSession): Outcome<HeartbeatResponse> {
  const back = broker.fenced && session.appliedIndex >= session.catchUpIndex
  const records = back ? unfence(state, broker) : []
  return { records, response: { ok: true, fenced: broker.fenced && !back, mayShutDown: false } }
}

/** A broker may stop when it leads nothing and knows so itself. */
function shutDown(
  state: ControllerState,
  broker: BrokerRegistration,
  session: BrokerSession,
  context: OperationContext
): Outcome<HeartbeatResponse> {
  if (broker.fenced) return { records: [], response: { ok: true, fenced: true, mayShutDown: true } }
  if (broker.inControlledShutdown) {
    const mayShutDown = session.appliedIndex >= session.catchUpIndex
    return { records: [], response: { ok: true, fenced: false, mayShutDown } }
  }
  const records: MetadataRecord[] = startShutdown(state, broker)
  session.catchUpIndex = lastIndexOf(records, context)
  return { records, response: { ok: true, fenced: false, mayShutDown: false } }
}
