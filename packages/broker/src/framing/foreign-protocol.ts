/** What a client that does not speak Kafka's protocol seems to speak, by its first bytes. */
export interface ForeignProtocol {
  /** For the log: what came and what to do. */
  readonly what: string
  /** Sent before the connection is closed, where the other side can read it. */
  readonly answer: Buffer | undefined
}

/** A TLS record of kind handshake, version 3.x. */
const TLS_HANDSHAKE = 0x16

/** A TLS record of kind alert, version 1.2: fatal, handshake_failure. Clients stop trying, and say that it was TLS. (RFC 5246, 7.2) */
const TLS_ALERT = Buffer.from([0x15, 3, 3, 0, 2, 2, 40])

const HTTP_METHODS = ['GET ', 'POST', 'PUT ', 'HEAD', 'DELE', 'OPTI', 'PATC', 'CONN', 'TRAC']

/** How HTTP/2 begins, and so gRPC. */
const HTTP2_PREFACE = 'PRI '

/**
 * Recognises TLS, HTTP and gRPC by the four bytes where a Kafka client puts the size of its first request. `adminUrl` is where
 * this broker serves HTTP; undefined = nowhere.
 */
export function foreignProtocol(firstBytes: Buffer, adminUrl: string | undefined): ForeignProtocol | undefined {
  if (firstBytes[0] === TLS_HANDSHAKE && firstBytes[1] === 3) {
    return {
      what: 'a TLS hello, but this listener is PLAINTEXT: set security.protocol=PLAINTEXT at the client',
      answer: TLS_ALERT
    }
  }
  const word = firstBytes.toString('latin1', 0, 4)
  if (word === HTTP2_PREFACE) {
    return {
      what:
        'an HTTP/2 preface, as nodes of a cluster do on their gRPC port: if it was one, its controller.quorum.voters ' +
        'or controller.quorum.bootstrap.servers must name the listener of controller.listener.names, not this one',
      answer: undefined
    }
  }
  if (!HTTP_METHODS.includes(word)) return undefined
  const where = adminUrl === undefined ? 'no HTTP is served here (admin.port=-1)' : `metrics are on ${adminUrl}/metrics`
  return {
    what: `an HTTP request, but this port is for Kafka clients: ${where}`,
    answer: httpAnswer(`This is a port for Kafka clients, and speaks the Kafka protocol; ${where}.\n`)
  }
}

function httpAnswer(text: string): Buffer {
  const head = ['HTTP/1.1 400 Bad Request', 'Content-Type: text/plain; charset=utf-8', `Content-Length: ${text.length}`]
  return Buffer.from(`${head.join('\r\n')}\r\nConnection: close\r\n\r\n${text}`, 'latin1')
}
