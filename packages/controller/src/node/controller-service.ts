import { BrokerEpoch, BrokerId, LeaderEpoch, NO_BROKER, PartitionEpoch, PartitionIndex, TopicId } from '@gregor/base'
import type { Logger } from '@gregor/base'
import type { BrokerRegistration } from '@gregor/metadata'
import { ErrorCode, ProtocolError } from '@gregor/protocol'
import type {
  AlterPartitionRequest,
  CallRequest,
  CallResponseInput,
  ForwardRequest,
  JoinQuorumRequest,
  PeerIdentity
} from '@gregor/rpc'
import { adminOperations } from '../core/admin/admin-operations.ts'
import { alterPartition } from '../core/alter-partition.ts'
import { refusal, type Refusal } from '../core/outcome.ts'
import { allocateProducerIds } from '../core/producer-ids.ts'
import type { IsrChange } from '../types.ts'
import type { ActiveController } from './active-controller.ts'
import type { BrokerProber, Pulse } from './broker-prober.ts'
import { leadersOfNewPartitions } from './new-leaders.ts'
import type { QuorumAdmin } from './quorum-admin.ts'
import type { QuorumChanges } from './quorum-changes.ts'

export interface ControllerServiceOptions {
  /** Undefined while this node is not active. */
  readonly active: () => ActiveController | undefined
  /** The leader of the quorum as known here. */
  readonly leaderId: () => BrokerId
  readonly prober: BrokerProber
  readonly quorumChanges: QuorumChanges
  readonly quorumAdmin: QuorumAdmin
  readonly logger: Logger
}

/** How long the answer about new partitions waits for their leaders to serve them. */
const servedWaitMs = 1_000

/** The controller's side of the RPCs that are one question and one answer. */
export class ControllerService {
  readonly #options: ControllerServiceOptions

  constructor(options: ControllerServiceOptions) {
    this.#options = options
  }

  async call(request: CallRequest, peer: PeerIdentity): Promise<CallResponseInput> {
    const active = this.#options.active()
    if (active === undefined) return this.refused(this.notActive())
    if (request.alterPartition !== undefined) return this.#alterPartition(active, request.alterPartition, peer)
    if (request.allocateProducerIds !== undefined) {
      const { brokerEpoch } = request.allocateProducerIds
      return this.#allocateProducerIds(active, {
        brokerId: BrokerId(peer.nodeId),
        brokerEpoch: BrokerEpoch(brokerEpoch)
      })
    }
    if (request.forward !== undefined) return this.#forward(active, request.forward)
    if (request.joinQuorum !== undefined) return this.#joinQuorum(active, request.joinQuorum, peer)
    if (request.peerDown !== undefined) {
      const alive = await this.suspect(active, BrokerId(request.peerDown.peerId))
      return { leaderId: NO_BROKER, peerDown: { alive } }
    }
    return this.refused(refusal(ErrorCode.INVALID_REQUEST, 'A call of a kind that this version does not know'))
  }

  /**
   * The incarnation may be gone: it is asked at once, and fenced when it does not answer. Resolves with whether it is alive.
   */
  async suspect(active: ActiveController, broker: BrokerId, epoch?: BrokerEpoch): Promise<boolean> {
    const registration = active.registration(broker)
    if (registration === undefined || registration.fenced) return false
    if (epoch !== undefined && registration.epoch !== epoch) return true
    return (await this.fenceIfGone(active, registration)) === 'alive'
  }

  /**
   * A new active controller has not heard of anybody yet, and one broker is likely gone: its predecessor's. Asks all that
   * count as live. Who is merely slow has its session timeout, but for the predecessor, which was slow for the quorum already.
   */
  takeRollCall(active: ActiveController, predecessor: BrokerId): void {
    for (const broker of active.core.state.image.brokers.values()) {
      const dead = (pulse: Pulse): boolean => pulse === 'gone' || (pulse === 'silent' && broker.id === predecessor)
      if (!broker.fenced) void this.#fenceIf(active, broker, dead)
    }
  }

  /** Resolves with what became of the incarnation, or why it could not be fenced although it does not answer. */
  fenceIfGone(active: ActiveController, registration: BrokerRegistration): Promise<'alive' | 'fenced' | Refusal> {
    return this.#fenceIf(active, registration, (pulse) => pulse !== 'alive')
  }

  async #fenceIf(
    active: ActiveController,
    registration: BrokerRegistration,
    dead: (pulse: Pulse) => boolean
  ): Promise<'alive' | 'fenced' | Refusal> {
    if (!dead(await this.#options.prober.ask(registration))) return 'alive'
    const fenced = await active.run(active.core.fenceBroker(registration))
    return fenced.ok ? 'fenced' : fenced.refusal
  }

  notActive(): Refusal {
    return refusal(ErrorCode.NOT_CONTROLLER, 'This node is not the active controller')
  }

  refused({ code, message }: Refusal): CallResponseInput {
    return { errorCode: code, errorMessage: message, leaderId: this.#options.leaderId() }
  }

  async #alterPartition(
    active: ActiveController,
    { brokerEpoch, partitions }: AlterPartitionRequest,
    peer: PeerIdentity
  ): Promise<CallResponseInput> {
    const request = {
      brokerId: BrokerId(peer.nodeId),
      brokerEpoch: BrokerEpoch(brokerEpoch),
      changes: partitions.map(isrChange)
    }
    const result = await active.run((state) => alterPartition(state, request))
    if (!result.ok) return this.refused(result.refusal)
    if (!result.response.ok) return this.refused(result.response.refusal)
    return { leaderId: NO_BROKER, alterPartition: { partitions: result.response.outcomes } }
  }

  async #allocateProducerIds(
    active: ActiveController,
    request: { readonly brokerId: BrokerId; readonly brokerEpoch: BrokerEpoch }
  ): Promise<CallResponseInput> {
    const result = await active.run((state) => allocateProducerIds(state, request))
    if (!result.ok) return this.refused(result.refusal)
    if (!result.response.ok) return this.refused(result.response.refusal)
    const { first, count } = result.response
    return { leaderId: NO_BROKER, allocateProducerIds: { firstId: first, count } }
  }

  async #joinQuorum(
    active: ActiveController,
    request: JoinQuorumRequest,
    peer: PeerIdentity
  ): Promise<CallResponseInput> {
    const joined = await this.#options.quorumChanges.join(active, request, peer)
    return 'term' in joined ? { leaderId: NO_BROKER, joinQuorum: joined } : this.refused(joined)
  }

  async #forward(active: ActiveController, { apiKey, apiVersion, body }: ForwardRequest): Promise<CallResponseInput> {
    const quorum = this.#options.quorumAdmin.find(apiKey)
    const admin = adminOperations.get(apiKey)
    try {
      if (quorum !== undefined) {
        const answer = await quorum(active, apiVersion, body)
        if ('code' in answer) return this.refused(answer)
        return { leaderId: NO_BROKER, forward: { body: answer } }
      }
      if (admin === undefined) {
        return this.refused(refusal(ErrorCode.INVALID_REQUEST, `API key ${apiKey} is not served by the controller`))
      }
      const operation = admin.decode(body, apiVersion)
      const awaited = leadersOfNewPartitions(operation)
      const result = await active.run(awaited.operation)
      if (!result.ok) return this.refused(result.refusal)
      if (awaited.leaders.size > 0) await active.brokersApplied(awaited.leaders, result.index, servedWaitMs)
      return { leaderId: NO_BROKER, forward: { body: admin.encode(result.response, apiVersion) } }
    } catch (error) {
      if (!(error instanceof ProtocolError)) throw error
      this.#options.logger.warn({ apiKey, apiVersion }, `a forwarded request cannot be served: ${error.message}`)
      return this.refused(refusal(error.code, error.message))
    }
  }
}

type WireChange = AlterPartitionRequest['partitions'][number]

function isrChange({ topicId, partition, leaderEpoch, partitionEpoch, isr, withdraw }: WireChange): IsrChange {
  return {
    withdraw,
    topicId: TopicId(topicId),
    partition: PartitionIndex(partition),
    leaderEpoch: LeaderEpoch(leaderEpoch),
    partitionEpoch: PartitionEpoch(partitionEpoch),
    isr: isr.map(({ brokerId, brokerEpoch }) => ({
      brokerId: BrokerId(brokerId),
      brokerEpoch: BrokerEpoch(brokerEpoch)
    }))
  }
}
