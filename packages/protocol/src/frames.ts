import type { Api } from './api.ts'
import { apiKeyInfo, requestHeaderVersion, responseHeaderVersion } from './api-keys.ts'
import { encodeRequestHeader } from './messages/request-header.ts'
import { decodeResponseHeader, encodeResponseHeader } from './messages/response-header.ts'
import { malformed } from './wire/protocol-error.ts'
import { Reader, type ReaderOptions } from './wire/reader.ts'
import { Writer } from './wire/writer.ts'

/** Bytes of the size that precedes each frame; it does not count itself. */
export const FRAME_SIZE_BYTES = 4

export interface DecodedRequestHeader {
  readonly apiKey: number
  readonly apiVersion: number
  readonly correlationId: number
  readonly clientId: string | null
  /** Where the body begins in the frame. */
  readonly bodyOffset: number
}

/**
 * Reads the header of a frame (without its size). An unknown key, or a version beyond the schema, is no error here:
 * the caller answers that, and for ApiVersions it must be able to (KIP-511). For an unknown key the body offset is
 * that of header version 1.
 */
export function decodeRequestHeader(frame: Buffer): DecodedRequestHeader {
  const reader = new Reader(frame)
  const apiKey = reader.int16()
  const apiVersion = reader.int16()
  const correlationId = reader.int32()
  const clientId = reader.nullableString()
  const info = apiKeyInfo(apiKey)
  if (info && requestHeaderVersion(info, apiVersion) === 2) reader.skipTaggedFields()
  return { apiKey, apiVersion, correlationId, clientId, bodyOffset: reader.position }
}

/** Reads the body of a request; bytes after it are passed over. Records and bytes in it are views on the frame. */
export function decodeRequestBody<Request>(
  api: Pick<Api<Request, never, unknown, never>, 'decodeRequest'>,
  frame: Buffer,
  header: Pick<DecodedRequestHeader, 'apiVersion' | 'bodyOffset'>,
  options: Pick<ReaderOptions, 'elementsMax'> = {}
): Request {
  return api.decodeRequest(new Reader(frame, { ...options, start: header.bodyOffset }), header.apiVersion)
}

type ResponseEncoder<Input> = Pick<Api<unknown, never, unknown, Input>, 'key' | 'flexibleFrom' | 'encodeResponse'>

/** A whole response frame, size included, as chunks for one gathering write. Large records are not copied. */
export function encodeResponse<Input>(
  api: ResponseEncoder<Input>,
  frame: { readonly correlationId: number; readonly version: number; readonly message: Input }
): Buffer[] {
  const writer = new Writer()
  writer.int32(0)
  const { correlationId, version, message } = frame
  encodeResponseHeader(writer, { correlationId }, responseHeaderVersion(api, version))
  api.encodeResponse(writer, message, version)
  return finishFrame(writer)
}

type RequestEncoder<Input> = Pick<Api<unknown, Input, unknown, never>, 'key' | 'flexibleFrom' | 'encodeRequest'>

/** A whole request frame, size included. */
export function encodeRequest<Input>(
  api: RequestEncoder<Input>,
  frame: {
    readonly correlationId: number
    readonly clientId: string | null
    readonly version: number
    readonly message: Input
  }
): Buffer[] {
  const writer = new Writer()
  writer.int32(0)
  const { correlationId, clientId, version, message } = frame
  const header = { requestApiKey: api.key, requestApiVersion: version, correlationId, clientId }
  encodeRequestHeader(writer, header, requestHeaderVersion(api, version))
  api.encodeRequest(writer, message, version)
  return finishFrame(writer)
}

/** Reads a response frame (without its size) to a request of that version. */
export function decodeResponse<Response>(
  api: Pick<Api<unknown, never, Response, never>, 'key' | 'flexibleFrom' | 'decodeResponse'>,
  frame: Buffer,
  version: number
): { readonly correlationId: number; readonly message: Response } {
  const reader = new Reader(frame)
  const { correlationId } = decodeResponseHeader(reader, responseHeaderVersion(api, version))
  const message = api.decodeResponse(reader, version)
  if (reader.remaining > 0) throw malformed(`${reader.remaining} bytes follow the response`)
  return { correlationId, message }
}

function finishFrame(writer: Writer): Buffer[] {
  writer.patchInt32(0, writer.byteLength - FRAME_SIZE_BYTES)
  return writer.chunks()
}
