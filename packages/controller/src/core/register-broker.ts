import { BrokerEpoch, type BrokerId } from '@gregor/base'
import type { BrokerRegistration, Endpoint, MetadataRecord } from '@gregor/metadata'
import { ErrorCode } from '@gregor/protocol'
import { refusal, type Outcome, type Refusal } from './outcome.ts'
import { changePartition } from './partition-change.ts'
import { canLead, type ControllerState, type OperationContext } from './state.ts'
import { partitionRules, topicRules } from './topic-rules.ts'

/** What a broker says of itself when it comes. */
export interface RegisterRequest {
  readonly brokerId: BrokerId
  readonly incarnationId: string
  readonly endpoints: readonly Endpoint[]
  readonly rpcHost: string
  readonly rpcPort: number
  readonly rack: string | undefined
  /** Epoch of its previous incarnation when that stopped cleanly; -1 = it did not, or there was none. */
  readonly previousBrokerEpoch: BrokerEpoch
  /** Identity of its data folder; '' = unknown. Another one than before means that the old data are gone. */
  readonly storageId: string
}

export type RegisterResponse =
  | { readonly type: 'registered'; readonly brokerEpoch: BrokerEpoch }
  /** The old incarnation counts as live: fence it first if it is not, then ask again. */
  | { readonly type: 'conflict'; readonly other: BrokerRegistration; readonly refusal: Refusal }

/** A broker comes: it gets a new epoch, and stays fenced until it has caught up with the metadata. */
export function registerBroker(
  state: ControllerState,
  request: RegisterRequest,
  context: OperationContext
): Outcome<RegisterResponse> {
  const { brokerId, incarnationId } = request
  const known = state.image.brokers.get(brokerId)
  if (known?.incarnationId === incarnationId) {
    return { records: [], response: { type: 'registered', brokerEpoch: known.epoch } }
  }
  if (known !== undefined && !known.fenced) {
    const message = `Node id ${brokerId} is in use by a live broker at ${known.rpcHost}:${known.rpcPort}: give each broker its own node.id`
    const refused = refusal(ErrorCode.DUPLICATE_BROKER_REGISTRATION, message)
    return { records: [], response: { type: 'conflict', other: known, refusal: refused } }
  }
  const epoch = BrokerEpoch(context.index)
  const records: MetadataRecord[] = [{ type: 'registerBroker', registration: registrationOf(request, epoch) }]
  records.push(...distrust(state, request, known))
  return { records, response: { type: 'registered', brokerEpoch: epoch } }
}

function registrationOf(request: RegisterRequest, epoch: BrokerEpoch): BrokerRegistration {
  const { brokerId: id, incarnationId, endpoints, rpcHost, rpcPort, rack, storageId } = request
  const state = { fenced: true, inControlledShutdown: false }
  return { id, incarnationId, epoch, endpoints, rpcHost, rpcPort, rack, storageId, ...state }
}

/**
 * A broker whose data folder is new has lost its logs; one that did not stop cleanly has lost what it had not flushed.
 * Neither is eligible to lead any more, until it is in sync again. Topics that flush before they acknowledge lose nothing
 * by an unclean stop.
 */
function distrust(
  state: ControllerState,
  { brokerId, storageId, previousBrokerEpoch }: RegisterRequest,
  known: BrokerRegistration | undefined
): MetadataRecord[] {
  const wiped = known !== undefined && (known.storageId ?? '') !== '' && known.storageId !== storageId
  const unclean = known !== undefined && known.epoch !== previousBrokerEpoch
  if (!wiped && !unclean) return []
  const rules = topicRules(state.image, state.settings)
  const mayLead = (broker: BrokerId): boolean => broker !== brokerId && canLead(state, broker)
  const records: MetadataRecord[] = []
  for (const partition of state.image.partitionsOf(brokerId)) {
    const topic = rules(partition.topic)
    if (!wiped && topic.flushBeforeAck) continue
    const wish = wiped ? { wiped: brokerId } : { untrusted: brokerId }
    const record = changePartition(partition, wish, partitionRules(partition, topic, mayLead))
    if (record !== undefined) records.push(record)
  }
  return records
}
