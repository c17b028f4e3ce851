import { Reader, Writer, type Api } from '@gregor/protocol'

/** The request in the bytes of its body. Throws a ProtocolError on bytes that are no such request. */
export function decodeRequest<Request, RequestInput, Response, ResponseInput>(
  api: Api<Request, RequestInput, Response, ResponseInput>,
  body: Uint8Array,
  version: number
): Request {
  return api.decodeRequest(new Reader(Buffer.from(body)), version)
}

/** The bytes of a response's body. */
export function encodeResponse<Request, RequestInput, Response, ResponseInput>(
  api: Api<Request, RequestInput, Response, ResponseInput>,
  response: ResponseInput,
  version: number
): Buffer {
  const writer = new Writer()
  api.encodeResponse(writer, response, version)
  return writer.toBuffer()
}
