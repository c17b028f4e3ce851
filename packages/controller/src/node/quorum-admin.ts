import { BrokerId, ZERO_TOPIC_ID, type Clock } from '@gregor/base'
import type { MetadataImage } from '@gregor/metadata'
import { ErrorCode, type Api } from '@gregor/protocol'
import { AddRaftVoterApi, type AddRaftVoterRequest } from '@gregor/protocol/messages/add-raft-voter'
import { DescribeQuorumApi } from '@gregor/protocol/messages/describe-quorum'
import { RemoveRaftVoterApi, type RemoveRaftVoterRequest } from '@gregor/protocol/messages/remove-raft-voter'
import { decodeRequest, encodeResponse } from '../core/admin/api-bytes.ts'
import type { VoterKey } from '../core/quorum/membership.ts'
import { refusal, type Refusal } from '../core/outcome.ts'
import type { RaftDriver } from '../raft/raft-driver.ts'
import type { ActiveController } from './active-controller.ts'
import type { QuorumChanges } from './quorum-changes.ts'
import { describeQuorum } from './quorum-description.ts'

export interface QuorumAdminOptions {
  readonly raft: RaftDriver
  readonly image: MetadataImage
  readonly changes: QuorumChanges
  readonly clock: Clock
  readonly tickMs: number
  readonly listenerName: string
}

/**
 * Serves one Kafka API on the bytes of its bodies; a Refusal is for the broker that forwarded, not for its client. Rejects
 * with a ProtocolError on bytes that are no such request.
 */
type Serve = (active: ActiveController, version: number, body: Uint8Array) => Promise<Buffer | Refusal>

/** The Kafka APIs about the quorum itself (KIP-595, KIP-853): they look at Raft, and change its membership. */
export class QuorumAdmin {
  readonly #options: QuorumAdminOptions
  readonly #served: ReadonlyMap<number, Serve>

  constructor(options: QuorumAdminOptions) {
    this.#options = options
    this.#served = new Map([
      served(DescribeQuorumApi, async (_, request) => describeQuorum(request, this.#situation())),
      served(AddRaftVoterApi, async (active, request) => outcome(await this.#addVoter(active, request))),
      served(RemoveRaftVoterApi, async (active, request) => outcome(await this.#removeVoter(active, request)))
    ])
  }

  /** How the API is served; undefined = not by this. */
  find(apiKey: number): Serve | undefined {
    return this.#served.get(apiKey)
  }

  #situation(): Parameters<typeof describeQuorum>[1] {
    const { raft, image, clock, tickMs, listenerName } = this.#options
    return { status: raft.status!, image, nowMs: clock.wallMs(), tickMs, listenerName }
  }

  async #addVoter(active: ActiveController, request: AddRaftVoterRequest): Promise<Refusal | undefined> {
    const { clusterId, voterId, voterDirectoryId, listeners, timeoutMs, ackWhenCommitted } = request
    const key = voterKey(voterId, voterDirectoryId)
    if (key === undefined) return badKey
    if (listeners.length === 0) return refusal(ErrorCode.INVALID_REQUEST, 'A voter needs a listener')
    const refused = this.#otherCluster(clusterId) ?? (await this.#options.changes.addVoter(active, key))
    if (refused !== undefined || !ackWhenCommitted) return refused
    if (await this.#options.changes.votes(key.nodeId, timeoutMs > 0 ? timeoutMs : defaultTimeoutMs)) return undefined
    const message = `Node ${voterId} has not caught up within ${timeoutMs} ms: it becomes a voter as soon as it has`
    return refusal(ErrorCode.REQUEST_TIMED_OUT, message)
  }

  async #removeVoter(active: ActiveController, request: RemoveRaftVoterRequest): Promise<Refusal | undefined> {
    const { clusterId, voterId, voterDirectoryId } = request
    const key = voterKey(voterId, voterDirectoryId)
    if (key === undefined) return badKey
    return this.#otherCluster(clusterId) ?? this.#options.changes.removeVoter(active, key)
  }

  #otherCluster(clusterId: string | null): Refusal | undefined {
    const own = this.#options.image.clusterId
    if (clusterId === null || clusterId === own) return undefined
    return refusal(ErrorCode.INCONSISTENT_CLUSTER_ID, `This is cluster ${own}, not ${clusterId}`)
  }
}

/** When a client gives no time. */
const defaultTimeoutMs = 10_000
const badKey = refusal(ErrorCode.INVALID_REQUEST, 'A voter is named by its node id and its directory id')

function voterKey(voterId: number, directoryId: string): VoterKey | undefined {
  return voterId < 0 || directoryId === ZERO_TOPIC_ID ? undefined : { nodeId: BrokerId(voterId), directoryId }
}

/** The answer for the client; but NOT_CONTROLLER has the broker ask the next controller. */
function outcome(
  refused: Refusal | undefined
): Refusal | { readonly errorCode: number; readonly errorMessage: string | null } {
  if (refused?.code === ErrorCode.NOT_CONTROLLER) return refused
  return { errorCode: refused?.code ?? ErrorCode.NONE, errorMessage: refused?.message ?? null }
}

function isRefusal(answer: unknown): answer is Refusal {
  return (answer as Partial<Refusal>).code !== undefined
}

function served<Request, RequestInput, Response, ResponseInput>(
  api: Api<Request, RequestInput, Response, ResponseInput>,
  answer: (active: ActiveController, request: Request) => Promise<ResponseInput | Refusal>
): [number, Serve] {
  return [
    api.key,
    async (active, version, body) => {
      const response = await answer(active, decodeRequest(api, body, version))
      return isRefusal(response) ? response : encodeResponse(api, response, version)
    }
  ]
}
