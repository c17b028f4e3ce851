import {
  BrokerId,
  LeaderEpoch,
  NO_BROKER,
  PartitionEpoch,
  PartitionIndex,
  ProducerId,
  TopicId,
  type BrokerEpoch,
  type Clock
} from '@gregor/base'
import { ErrorCode, errorInfo, Reader, Writer, type Api } from '@gregor/protocol'
import { PeerError, type AlterPartitionResponse, type CallRequestInput, type CallResponse } from '@gregor/rpc'
import {
  ControllerUnavailableError,
  type ControllerClient,
  type ForwardedFrom,
  type IsrChange,
  type IsrChangeOutcome
} from '../types.ts'
import type { ControllerLink } from './controller-link.ts'
import type { LeaderTracker } from './leader-tracker.ts'

export interface ControllerClientOptions {
  readonly nodeId: BrokerId
  /** This broker's present epoch; -1 = not registered. */
  readonly brokerEpoch: () => BrokerEpoch
  readonly leader: LeaderTracker
  /** Undefined for a node that is not a member of the quorum. */
  readonly linkTo: (controller: BrokerId) => ControllerLink | undefined
  /** The active controller itself does not answer any more: the quorum may want another. */
  readonly suspectLeader: () => void
  readonly clock: Clock
  /** `request.timeout.ms` */
  readonly requestTimeoutMs: number
}

/** Between two attempts when there is no news of who leads. */
const retryMs = 25

export function createControllerClient(options: ControllerClientOptions): ControllerClient {
  return new RetryingControllerClient(options)
}

class RetryingControllerClient implements ControllerClient {
  readonly #options: ControllerClientOptions

  constructor(options: ControllerClientOptions) {
    this.#options = options
  }

  async forward<Request, RequestInput, Response, ResponseInput>(
    api: Api<Request, RequestInput, Response, ResponseInput>,
    version: number,
    request: RequestInput,
    { timeoutMs, from }: { readonly timeoutMs: number; readonly from: ForwardedFrom }
  ): Promise<Response> {
    const writer = new Writer()
    api.encodeRequest(writer, request, version)
    const forward = { apiKey: api.key, apiVersion: version, body: writer.toBuffer(), ...from }
    const answer = await this.#ask(() => ({ forward }), { what: api.name, timeoutMs })
    const body = answer.forward?.body
    if (body === undefined) throw refusedError(api.name, answer)
    return api.decodeResponse(new Reader(Buffer.from(body)), version)
  }

  async alterPartition(
    changes: readonly IsrChange[],
    options: { readonly timeoutMs: number } = { timeoutMs: this.#options.requestTimeoutMs }
  ): Promise<readonly IsrChangeOutcome[]> {
    const { nodeId, brokerEpoch } = this.#options
    const request = (): CallRequestInput => ({
      alterPartition: { brokerId: nodeId, brokerEpoch: brokerEpoch(), partitions: changes }
    })
    const answer = await this.#ask(request, { what: 'AlterPartition', timeoutMs: options.timeoutMs })
    if (answer.alterPartition !== undefined) return answer.alterPartition.partitions.map(isrOutcome)
    return changes.map((change) => failedOutcome(change, answer.errorCode))
  }

  async allocateProducerIds(): Promise<{ readonly first: ProducerId; readonly count: number }> {
    const { nodeId, brokerEpoch, requestTimeoutMs } = this.#options
    const request = (): CallRequestInput => ({
      allocateProducerIds: { brokerId: nodeId, brokerEpoch: brokerEpoch() }
    })
    const what = 'AllocateProducerIds'
    const answer = await this.#ask(request, { what, timeoutMs: requestTimeoutMs })
    if (answer.allocateProducerIds === undefined) throw refusedError(what, answer)
    return { first: ProducerId(answer.allocateProducerIds.firstId), count: answer.allocateProducerIds.count }
  }

  async reportPeerDown(peer: BrokerId): Promise<boolean> {
    const { nodeId, leader, suspectLeader } = this.#options
    if (peer === leader.leader) {
      // A dead controller fences nobody; its successor takes a roll call.
      suspectLeader()
      return false
    }
    const request = { peerDown: { reporterId: nodeId, peerId: peer } }
    const asked = this.#ask(() => request, { what: 'PeerDown', timeoutMs: 2_000 })
    return asked.then(
      ({ peerDown }) => peerDown?.alive === true,
      () => false
    )
  }

  /** Asks whoever is the active controller, until it answers. Only NOT_CONTROLLER is asked again. */
  async #ask(
    request: () => CallRequestInput,
    { what, timeoutMs }: { readonly what: string; readonly timeoutMs: number }
  ): Promise<CallResponse> {
    const { clock, leader } = this.#options
    const deadlineMs = clock.monotonicMs() + timeoutMs
    let last = 'no leader of the quorum is known'
    let hint = NO_BROKER
    for (;;) {
      const leftMs = deadlineMs - clock.monotonicMs()
      if (leftMs <= 0) throw unavailable(what, timeoutMs, last)
      const controller = hint === NO_BROKER ? leader.leader : hint
      hint = NO_BROKER
      const answer = await this.#askOnce(controller, request, leftMs)
      if (typeof answer === 'string') last = answer
      else if (answer.errorCode !== ErrorCode.NOT_CONTROLLER) return answer
      else {
        last = `node ${controller} is not the active controller`
        if (answer.leaderId !== controller) hint = BrokerId(answer.leaderId)
      }
      await leader.wait(Math.min(retryMs, Math.max(deadlineMs - clock.monotonicMs(), 0)))
    }
  }

  /** The answer, or why there is none. A node that is asked while another becomes leader is not waited for. */
  async #askOnce(
    controller: BrokerId,
    request: () => CallRequestInput,
    deadlineMs: number
  ): Promise<CallResponse | string> {
    const { linkTo, leader } = this.#options
    const link = controller === NO_BROKER ? undefined : linkTo(controller)
    if (link === undefined)
      return controller === NO_BROKER ? 'no leader of the quorum is known' : `node ${controller} is not in the quorum`
    const change = leader.change(deadlineMs)
    try {
      const moved = change.happened.then(() => `node ${controller} did not answer`)
      const call = link.call(request(), { deadlineMs })
      // Whoever loses the race is not to end the process.
      call.catch(() => {})
      return await Promise.race([call, moved])
    } catch (error) {
      if (error instanceof PeerError) return error.message
      throw error
    } finally {
      change.cancel()
    }
  }
}

function unavailable(what: string, timeoutMs: number, last: string): ControllerUnavailableError {
  const advice = 'is a majority of controller.quorum.voters running?'
  return new ControllerUnavailableError(
    `${what}: no active controller answered within ${timeoutMs} ms (${last}); ${advice}`
  )
}

function refusedError(what: string, { errorCode, errorMessage }: CallResponse): ControllerUnavailableError {
  return new ControllerUnavailableError(`${what} was refused: ${errorInfo(errorCode).name}: ${errorMessage}`)
}

type WireOutcome = AlterPartitionResponse['partitions'][number]

function isrOutcome(outcome: WireOutcome): IsrChangeOutcome {
  const { topicId, partition, errorCode, leader, leaderEpoch, partitionEpoch, isr } = outcome
  return {
    topicId: TopicId(topicId),
    partition: PartitionIndex(partition),
    errorCode,
    leader: BrokerId(leader),
    leaderEpoch: LeaderEpoch(leaderEpoch),
    partitionEpoch: PartitionEpoch(partitionEpoch),
    isr: isr as readonly BrokerId[]
  }
}

function failedOutcome({ topicId, partition }: IsrChange, errorCode: number): IsrChangeOutcome {
  const state = { leader: NO_BROKER, leaderEpoch: LeaderEpoch(-1), partitionEpoch: PartitionEpoch(-1), isr: [] }
  return { topicId, partition, errorCode, ...state }
}
