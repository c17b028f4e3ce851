/** What a client that does not speak Kafka's protocol seems to speak, by its first bytes. */
export interface ForeignProtocol {
  /** For the log: what came and what to do. */
  readonly what: string
  /** Sent before the connection is closed, where the other side can read it. */
  readonly answer: string | undefined
}

/** A TLS record of kind handshake, version 3.x. */
const TLS_HANDSHAKE = 0x16

const HTTP_METHODS = ['GET ', 'POST', 'PUT ', 'HEAD', 'DELE', 'OPTI', 'PATC', 'CONN', 'TRAC', 'PRI ']

const HTTP_ANSWER =
  'HTTP/1.1 400 Bad Request\r\nContent-Type: text/plain; charset=utf-8\r\nConnection: close\r\n\r\n' +
  'This port speaks the Kafka protocol; HTTP is served on the admin port.\n'

/** Recognises TLS and HTTP by the four bytes where a Kafka client puts the size of its first request. */
export function foreignProtocol(firstBytes: Buffer): ForeignProtocol | undefined {
  if (firstBytes[0] === TLS_HANDSHAKE && firstBytes[1] === 3) {
    return {
      what: 'a TLS hello on a listener without TLS: set security.protocol=PLAINTEXT at the client, or use a TLS listener',
      answer: undefined
    }
  }
  if (HTTP_METHODS.includes(firstBytes.toString('latin1', 0, 4))) {
    return { what: 'an HTTP request: HTTP is served on the admin port', answer: HTTP_ANSWER }
  }
  return undefined
}
