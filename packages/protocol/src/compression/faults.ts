import { ErrorCode } from '../errors.ts'
import { ProtocolError } from '../wire/protocol-error.ts'

/** The compressed bytes are not what their codec writes. */
export const corrupt = (codec: string, what: string, cause?: unknown): ProtocolError =>
  new ProtocolError(ErrorCode.CORRUPT_MESSAGE, `${codec}: ${what}`, cause === undefined ? undefined : { cause })

/** The bytes would decompress to more than is allowed: a bomb, or a limit set too low. */
export const tooLarge = (codec: string, bytesMax: number): ProtocolError =>
  new ProtocolError(ErrorCode.MESSAGE_TOO_LARGE, `${codec}: more than ${bytesMax} bytes when decompressed`)

/** Whether a call of node:zlib gave up at its maxOutputLength. */
export const isBeyondOutputMax = (cause: unknown): boolean =>
  (cause as { readonly code?: unknown } | undefined)?.code === 'ERR_BUFFER_TOO_LARGE'
