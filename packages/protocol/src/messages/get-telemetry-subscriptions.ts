// Generated from src/schema/messages/get-telemetry-subscriptions.ts by `npm run generate`; edit that and generate again.

import type { Api } from '../api.ts'
import { checkVersion } from '../wire/checks.ts'
import type { Reader } from '../wire/reader.ts'
import type { Writer } from '../wire/writer.ts'

export interface GetTelemetrySubscriptionsRequest {
  readonly clientInstanceId: string
}

export type GetTelemetrySubscriptionsRequestInput = GetTelemetrySubscriptionsRequest

export interface GetTelemetrySubscriptionsResponse {
  readonly throttleTimeMs: number
  readonly errorCode: number
  readonly clientInstanceId: string
  readonly subscriptionId: number
  readonly acceptedCompressionTypes: readonly number[]
  readonly pushIntervalMs: number
  readonly telemetryMaxBytes: number
  readonly deltaTemporality: boolean
  readonly requestedMetrics: readonly string[]
}

export interface GetTelemetrySubscriptionsResponseInput {
  readonly throttleTimeMs?: number | undefined
  readonly errorCode: number
  readonly clientInstanceId: string
  readonly subscriptionId: number
  readonly acceptedCompressionTypes: readonly number[]
  readonly pushIntervalMs: number
  readonly telemetryMaxBytes: number
  readonly deltaTemporality: boolean
  readonly requestedMetrics: readonly string[]
}

export function decodeGetTelemetrySubscriptionsRequest(reader: Reader, version: number): GetTelemetrySubscriptionsRequest {
  checkVersion('GetTelemetrySubscriptionsRequest', version, 0, 0)
  const clientInstanceId = reader.uuid()
  reader.skipTaggedFields()
  return { clientInstanceId }
}

export function encodeGetTelemetrySubscriptionsRequest(writer: Writer, message: GetTelemetrySubscriptionsRequestInput, version: number): void {
  checkVersion('GetTelemetrySubscriptionsRequest', version, 0, 0)
  const clientInstanceId = message.clientInstanceId
  writer.uuid(clientInstanceId)
  writer.uvarint(0)
}

export function decodeGetTelemetrySubscriptionsResponse(reader: Reader, version: number): GetTelemetrySubscriptionsResponse {
  checkVersion('GetTelemetrySubscriptionsResponse', version, 0, 0)
  const throttleTimeMs = reader.int32()
  const errorCode = reader.int16()
  const clientInstanceId = reader.uuid()
  const subscriptionId = reader.int32()
  const acceptedCompressionTypes: number[] = []
  for (let left = reader.compactArrayCount(1); left > 0; left--) acceptedCompressionTypes.push(reader.int8())
  const pushIntervalMs = reader.int32()
  const telemetryMaxBytes = reader.int32()
  const deltaTemporality = reader.bool()
  const requestedMetrics: string[] = []
  for (let left = reader.compactArrayCount(1); left > 0; left--) requestedMetrics.push(reader.compactString())
  reader.skipTaggedFields()
  return { throttleTimeMs, errorCode, clientInstanceId, subscriptionId, acceptedCompressionTypes, pushIntervalMs, telemetryMaxBytes, deltaTemporality, requestedMetrics }
}

export function encodeGetTelemetrySubscriptionsResponse(writer: Writer, message: GetTelemetrySubscriptionsResponseInput, version: number): void {
  checkVersion('GetTelemetrySubscriptionsResponse', version, 0, 0)
  const throttleTimeMs = message.throttleTimeMs ?? 0
  writer.int32(throttleTimeMs)
  const errorCode = message.errorCode
  writer.int16(errorCode)
  const clientInstanceId = message.clientInstanceId
  writer.uuid(clientInstanceId)
  const subscriptionId = message.subscriptionId
  writer.int32(subscriptionId)
  const acceptedCompressionTypes = message.acceptedCompressionTypes
  writer.compactArrayCount(acceptedCompressionTypes.length)
  for (const element of acceptedCompressionTypes) writer.int8(element)
  const pushIntervalMs = message.pushIntervalMs
  writer.int32(pushIntervalMs)
  const telemetryMaxBytes = message.telemetryMaxBytes
  writer.int32(telemetryMaxBytes)
  const deltaTemporality = message.deltaTemporality
  writer.bool(deltaTemporality)
  const requestedMetrics = message.requestedMetrics
  writer.compactArrayCount(requestedMetrics.length)
  for (const element of requestedMetrics) writer.compactString(element)
  writer.uvarint(0)
}

export const GetTelemetrySubscriptionsApi: Api<GetTelemetrySubscriptionsRequest, GetTelemetrySubscriptionsRequestInput, GetTelemetrySubscriptionsResponse, GetTelemetrySubscriptionsResponseInput> = {
  key: 71,
  name: 'GetTelemetrySubscriptions',
  versions: { min: 0, max: 0 },
  flexibleFrom: 0,
  decodeRequest: decodeGetTelemetrySubscriptionsRequest,
  encodeRequest: encodeGetTelemetrySubscriptionsRequest,
  decodeResponse: decodeGetTelemetrySubscriptionsResponse,
  encodeResponse: encodeGetTelemetrySubscriptionsResponse
}
