// Generated from src/schema/messages/push-telemetry.ts by `npm run generate`; edit that and generate again.

import type { Api } from '../api.ts'
import { checkVersion } from '../wire/checks.ts'
import type { Reader } from '../wire/reader.ts'
import type { Writer } from '../wire/writer.ts'

export interface PushTelemetryRequest {
  readonly clientInstanceId: string
  readonly subscriptionId: number
  readonly terminating: boolean
  readonly compressionType: number
  readonly metrics: Buffer
}

export type PushTelemetryRequestInput = PushTelemetryRequest

export interface PushTelemetryResponse {
  readonly throttleTimeMs: number
  readonly errorCode: number
}

export interface PushTelemetryResponseInput {
  readonly throttleTimeMs?: number | undefined
  readonly errorCode: number
}

export function decodePushTelemetryRequest(reader: Reader, version: number): PushTelemetryRequest {
  checkVersion('PushTelemetryRequest', version, 0, 0)
  const clientInstanceId = reader.uuid()
  const subscriptionId = reader.int32()
  const terminating = reader.bool()
  const compressionType = reader.int8()
  const metrics = reader.compactBytes()
  reader.skipTaggedFields()
  return { clientInstanceId, subscriptionId, terminating, compressionType, metrics }
}

export function encodePushTelemetryRequest(writer: Writer, message: PushTelemetryRequestInput, version: number): void {
  checkVersion('PushTelemetryRequest', version, 0, 0)
  const clientInstanceId = message.clientInstanceId
  writer.uuid(clientInstanceId)
  const subscriptionId = message.subscriptionId
  writer.int32(subscriptionId)
  const terminating = message.terminating
  writer.bool(terminating)
  const compressionType = message.compressionType
  writer.int8(compressionType)
  const metrics = message.metrics
  writer.compactBytes(metrics)
  writer.uvarint(0)
}

export function decodePushTelemetryResponse(reader: Reader, version: number): PushTelemetryResponse {
  checkVersion('PushTelemetryResponse', version, 0, 0)
  const throttleTimeMs = reader.int32()
  const errorCode = reader.int16()
  reader.skipTaggedFields()
  return { throttleTimeMs, errorCode }
}

export function encodePushTelemetryResponse(writer: Writer, message: PushTelemetryResponseInput, version: number): void {
  checkVersion('PushTelemetryResponse', version, 0, 0)
  const throttleTimeMs = message.throttleTimeMs ?? 0
  writer.int32(throttleTimeMs)
  const errorCode = message.errorCode
  writer.int16(errorCode)
  writer.uvarint(0)
}

export const PushTelemetryApi: Api<PushTelemetryRequest, PushTelemetryRequestInput, PushTelemetryResponse, PushTelemetryResponseInput> = {
  key: 72,
  name: 'PushTelemetry',
  versions: { min: 0, max: 0 },
  flexibleFrom: 0,
  decodeRequest: decodePushTelemetryRequest,
  encodeRequest: encodePushTelemetryRequest,
  decodeResponse: decodePushTelemetryResponse,
  encodeResponse: encodePushTelemetryResponse
}
