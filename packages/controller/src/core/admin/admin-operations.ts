import type { Api } from '@gregor/protocol'
import { AlterConfigsApi } from '@gregor/protocol/messages/alter-configs'
import { CreatePartitionsApi } from '@gregor/protocol/messages/create-partitions'
import { CreateTopicsApi } from '@gregor/protocol/messages/create-topics'
import { DeleteTopicsApi } from '@gregor/protocol/messages/delete-topics'
import { ElectLeadersApi } from '@gregor/protocol/messages/elect-leaders'
import { IncrementalAlterConfigsApi } from '@gregor/protocol/messages/incremental-alter-configs'
import type { Operation } from '../controller-core.ts'
import { decodeRequest, encodeResponse } from './api-bytes.ts'
import { alterConfigs, incrementalAlterConfigs } from './alter-configs.ts'
import { createPartitions } from './create-partitions.ts'
import { createTopics } from './create-topics.ts'
import { deleteTopics } from './delete-topics.ts'
import { electLeaders } from './elect-leaders.ts'

/** A Kafka API that the active controller serves, on the bytes of request and response bodies. */
export interface AdminOperation {
  /** The operation that a request asks for. Throws a ProtocolError on bytes that are no such request. */
  decode(body: Uint8Array, version: number): Operation<unknown>
  encode(response: unknown, version: number): Buffer
}

/** Every Kafka API that brokers forward to the active controller, by key. */
export const adminOperations: ReadonlyMap<number, AdminOperation> = new Map([
  served(CreateTopicsApi, (request) => (state, context) => createTopics(state, request, context)),
  served(DeleteTopicsApi, (request) => (state) => deleteTopics(state, request)),
  served(AlterConfigsApi, (request) => (state) => alterConfigs(state, request)),
  served(CreatePartitionsApi, (request) => (state, context) => createPartitions(state, request, context)),
  served(ElectLeadersApi, (request) => (state) => electLeaders(state, request)),
  served(IncrementalAlterConfigsApi, (request) => (state) => incrementalAlterConfigs(state, request))
])

function served<Request, RequestInput, Response, ResponseInput>(
  api: Api<Request, RequestInput, Response, ResponseInput>,
  operationOf: (request: Request) => Operation<ResponseInput>
): [number, AdminOperation] {
  return [
    api.key,
    {
      decode: (body, version) => operationOf(decodeRequest(api, body, version)),
      encode: (response, version) => encodeResponse(api, response as ResponseInput, version)
    }
  ]
}
