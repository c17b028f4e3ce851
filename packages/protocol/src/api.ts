import type { Reader } from './wire/reader.ts'
import type { Writer } from './wire/writer.ts'

/**
 * One API key with its codecs. The types named Input are what an encoder takes: fields with a default, tagged fields
 * and fields that not every version has may be left out.
 */
export interface Api<Request, RequestInput, Response, ResponseInput> {
  readonly key: number
  readonly name: string
  /** Versions of the schema; a broker may serve fewer. */
  readonly versions: { readonly min: number; readonly max: number }
  /** First version with compact types and tagged fields (KIP-482); Infinity when there is none. */
  readonly flexibleFrom: number
  decodeRequest(reader: Reader, version: number): Request
  encodeRequest(writer: Writer, message: RequestInput, version: number): void
  decodeResponse(reader: Reader, version: number): Response
  encodeResponse(writer: Writer, message: ResponseInput, version: number): void
}
