import { ProducerId } from '@gregor/base'
import { ApiKey, ErrorCode, type Api } from '@gregor/protocol'
import type { CreateTopicsRequestInput, CreateTopicsResponse } from '@gregor/protocol/messages/create-topics'
import type { AdminForwarder, ForwardedFrom, ProducerIdAllocator } from '../../src/ports.ts'
import type { FakeCluster } from './fake-cluster.ts'

export interface Forwarded {
  readonly apiKey: number
  readonly version: number
  readonly request: unknown
  readonly from: ForwardedFrom
  readonly timeoutMs: number
}

/** An active controller that creates topics in the fake cluster and answers the rest as a test says. */
export class FakeController implements AdminForwarder, ProducerIdAllocator {
  readonly forwarded: Forwarded[] = []
  /** Answers by API key; an Error is thrown. */
  readonly answers = new Map<number, unknown>()
  /** Whether created topics get leaders at once. */
  elects = true
  reachable = true
  private readonly cluster: FakeCluster
  private nextProducerId = 1000

  constructor(cluster: FakeCluster) {
    this.cluster = cluster
  }

  forward<Request, RequestInput, Response, ResponseInput>(
    api: Api<Request, RequestInput, Response, ResponseInput>,
    version: number,
    request: RequestInput,
    options: { readonly timeoutMs: number; readonly from: ForwardedFrom }
  ): Promise<Response> {
    this.forwarded.push({ apiKey: api.key, version, request, ...options })
    if (!this.reachable) return Promise.reject(new Error('no controller'))
    const answer =
      this.answers.get(api.key) ??
      (api.key === ApiKey.CreateTopics ? this.createTopics(request as CreateTopicsRequestInput) : undefined)
    if (answer === undefined) return Promise.reject(new Error(`the test has no answer to ${api.name}`))
    return Promise.resolve(answer as Response)
  }

  allocateProducerIds(): Promise<{ readonly first: ProducerId; readonly count: number }> {
    if (!this.reachable) return Promise.reject(new Error('no controller'))
    const first = ProducerId(this.nextProducerId)
    this.nextProducerId += 1000
    return Promise.resolve({ first, count: 2 })
  }

  private createTopics({ topics, validateOnly }: CreateTopicsRequestInput): CreateTopicsResponse {
    return {
      throttleTimeMs: 0,
      topics: topics.map(({ name, numPartitions, replicationFactor }) => {
        const leaders = Array.from({ length: Math.max(1, numPartitions) }, () => (this.elects ? 1 : -1))
        return {
          name,
          topicId: validateOnly === true ? 'AAAAAAAAAAAAAAAAAAAAAA' : this.cluster.addTopic({ name, leaders }),
          errorCode: ErrorCode.NONE,
          errorMessage: null,
          topicConfigErrorCode: 0,
          numPartitions,
          replicationFactor,
          configs: []
        }
      })
    }
  }
}
