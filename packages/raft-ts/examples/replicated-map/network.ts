import { connect, createServer, type Socket } from 'node:net'
import { deserialize, serialize } from 'node:v8'
import type { NodeId, RaftMessage } from 'raft-ts'

export interface NetworkOptions {
  readonly id: NodeId
  /** Of all members, this one included. */
  readonly addresses: ReadonlyMap<NodeId, { readonly host: string; readonly port: number }>
  readonly onMessage: (message: RaftMessage) => void
  /** The connection to a member broke. */
  readonly onLost: (id: NodeId) => void
}

const redialMs = 100
const waitingBytesMax = 16 * 1024 * 1024

/** Frames over TCP: a length in four bytes, a message. Whoever reaches the port is believed: put TLS around it. */
export class Network {
  private readonly options: NetworkOptions
  private readonly sockets = new Map<NodeId, Socket>()

  constructor(options: NetworkOptions) {
    this.options = options
    const { id, addresses } = options
    createServer((socket) => void this.receive(socket)).listen(addresses.get(id))
    for (const other of addresses.keys()) if (other !== id) this.dial(other)
  }

  /** Each member sends on the connections that it made itself. */
  private dial(id: NodeId): void {
    const { host = '', port = 0 } = this.options.addresses.get(id) ?? {}
    const socket = connect({ host, port, noDelay: true })
    socket.on('connect', () => this.sockets.set(id, socket))
    socket.on('error', () => undefined)
    socket.on('close', () => {
      if (this.sockets.delete(id)) this.options.onLost(id)
      setTimeout(() => this.dial(id), redialMs)
    })
  }

  /** Messages may get lost; `sent` says what became of this one as far as this side can tell. */
  send(message: RaftMessage, sent: (ok: boolean) => void): void {
    const socket = this.sockets.get(message.to)
    if (socket === undefined || socket.writableLength > waitingBytesMax) return sent(false)
    const body = serialize(message)
    const length = Buffer.alloc(4)
    length.writeUInt32BE(body.length)
    socket.write(Buffer.concat([length, body]), (error) => sent(error === null || error === undefined))
  }

  private async receive(socket: Socket): Promise<void> {
    try {
      let rest = Buffer.alloc(0)
      for await (const chunk of socket) {
        rest = Buffer.concat([rest, chunk as Buffer])
        while (rest.length >= 4 && rest.length - 4 >= rest.readUInt32BE()) {
          const end = 4 + rest.readUInt32BE()
          this.options.onMessage(deserialize(rest.subarray(4, end)) as RaftMessage)
          rest = rest.subarray(end)
        }
      }
    } catch {
      // The connection broke: its other end dials again.
    }
  }
}
