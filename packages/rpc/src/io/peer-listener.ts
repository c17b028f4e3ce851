import { lookup } from 'node:dns/promises'
import { type AddressInfo, createServer, isIP, type Server, type Socket } from 'node:net'
import { asError } from '@gregor/base'

/** With what every client of HTTP/2 begins (RFC 9113, 3.4). */
const preface = Buffer.from('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n', 'latin1')
/** So much of it is enough to know one. */
const peerBytes = 4
/** So much of anything else is enough to tell what it is: the head of a Kafka request up to its correlation id. */
const strangerBytes = 12

/** A connection that did not begin as those of peers do. */
export interface Stranger {
  /** `host:port` of the other side. */
  readonly client: string
  /** What it sent first. */
  readonly bytes: Buffer
}

export interface PeerListenerOptions {
  /** An address or a name of this host; '' = all IPv4 addresses. */
  readonly host: string
  /** 0 = any free port. */
  readonly port: number
  /** How long a connection may be silent before its first bytes, in milliseconds. */
  readonly patienceMs: number
  /** Takes a connection over, with all of its bytes. */
  readonly onPeer: (socket: Socket) => void
  /** Hears of one that was cut off. */
  readonly onStranger: (stranger: Stranger) => void
}

export interface PeerListener {
  readonly port: number
  /** Accepts nothing more, and cuts off those that have not said yet what they are. Connections of peers go on. */
  close(): void
}

/**
 * Accepts connections, and hands over those whose first bytes are HTTP/2. Only these bytes pass here: the rest goes from the
 * socket to who took it over.
 *
 * Rejects with the error of the first address when none of the host's can be listened on.
 */
export async function listenForPeers(options: PeerListenerOptions): Promise<PeerListener> {
  const undecided = new Set<Socket>()
  const servers: Server[] = []
  const failures: Error[] = []
  let { port } = options
  for (const host of await addressesOf(options.host)) {
    const server = createServer({ noDelay: true }, (socket) => meet(socket, options, undecided))
    try {
      await listen(server, host, port)
      servers.push(server)
      port = (server.address() as AddressInfo).port
    } catch (error) {
      failures.push(asError(error))
    }
  }
  if (servers.length === 0) throw failures[0] ?? new Error(`no address is known for ${options.host}`)
  return {
    port,
    close() {
      for (const server of servers) server.close()
      for (const socket of undecided) socket.destroy()
    }
  }
}

async function addressesOf(host: string): Promise<readonly string[]> {
  if (host === '') return ['0.0.0.0']
  if (isIP(host) !== 0) return [host]
  return (await lookup(host, { all: true })).map(({ address }) => address)
}

function listen(server: Server, host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, () => {
      server.off('error', reject)
      resolve()
    })
  })
}

/** Waits for the first bytes of a connection, and decides. */
function meet(socket: Socket, { patienceMs, onPeer, onStranger }: PeerListenerOptions, undecided: Set<Socket>): void {
  const client = `${socket.remoteAddress}:${socket.remotePort}`
  let bytes: Buffer = Buffer.alloc(0)
  const settle = (): void => {
    clearTimeout(timer)
    undecided.delete(socket)
    socket.off('data', take).off('end', turnAway).off('close', turnAway)
  }
  const turnAway = (): void => {
    settle()
    socket.destroy()
    if (bytes.length > 0) onStranger({ client, bytes })
  }
  const take = (chunk: Buffer): void => {
    bytes = bytes.length === 0 ? chunk : Buffer.concat([bytes, chunk])
    const compared = Math.min(bytes.length, preface.length)
    const isPeer = bytes.subarray(0, compared).equals(preface.subarray(0, compared))
    if (!isPeer && bytes.length >= strangerBytes) return turnAway()
    if (!isPeer || bytes.length < peerBytes) return
    settle()
    socket.off('error', ignore)
    socket.pause()
    socket.unshift(bytes)
    onPeer(socket)
  }
  const timer = setTimeout(turnAway, patienceMs)
  undecided.add(socket)
  socket.on('error', ignore)
  socket.on('data', take)
  socket.on('end', turnAway)
  socket.on('close', turnAway)
}

/** What ends a connection that has said nothing is of no interest. */
const ignore = (): void => {}
