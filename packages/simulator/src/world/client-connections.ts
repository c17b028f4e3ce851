import { type ClientListener, type ClientListenerOptions, ConnectionMemory, RequestPipeline } from '@gregor/broker'
import type { ClientConnection } from '../types.ts'
import type { Conversation, Pipe, SimNetwork } from './network.ts'
import type { SimProcess } from './sim-process.ts'

interface ClientHandlers {
  readonly onFrame: (frame: Buffer) => void
  readonly onClosed: () => void
}

/** The listeners for Kafka clients, by node id, and the connections to them. */
export class ClientConnections {
  readonly #network: SimNetwork
  readonly #listeners = new Map<number, SimListener>()
  readonly #connections = new Set<Connection>()
  #lastId = 0

  constructor(network: SimNetwork) {
    this.#network = network
  }

  listener(process: SimProcess, options: ClientListenerOptions): ClientListener {
    return new SimListener(process, options, this.#listeners)
  }

  connect(client: SimProcess, nodeId: number, handlers: ClientHandlers): ClientConnection {
    const listener = this.#listeners.get(nodeId)
    if (listener === undefined) {
      client.after(this.#network.passes(client.host, nodeId) ? 1 : 1_000, handlers.onClosed)
      return { send: () => {}, close: () => {} }
    }
    const connection = new Connection({
      id: ++this.#lastId,
      network: this.#network,
      client,
      listener,
      handlers,
      onOver: (over) => this.#connections.delete(over)
    })
    this.#connections.add(connection)
    return connection
  }

  /** The process is gone; its host, if it still runs, resets its connections. */
  gone(process: SimProcess, hostRuns: boolean): void {
    if (this.#listeners.get(process.host)?.process === process) this.#listeners.delete(process.host)
    for (const connection of this.#connections) {
      if (connection.listener.process !== process) continue
      if (hostRuns) connection.reset()
      else
        this.#network.afterKeepalive(
          (other) => other === connection,
          () => true
        )
    }
  }
}

class SimListener implements ClientListener {
  readonly port = 9092
  readonly process: SimProcess
  readonly options: ClientListenerOptions
  readonly connections = new Set<Connection>()
  readonly #listeners: Map<number, SimListener>

  constructor(process: SimProcess, options: ClientListenerOptions, listeners: Map<number, SimListener>) {
    this.process = process
    this.options = options
    this.#listeners = listeners
  }

  get connectionCount(): number {
    return this.connections.size
  }

  async start(): Promise<void> {
    this.#listeners.set(this.process.host, this)
  }

  async stop({ graceMs }: { readonly graceMs: number }): Promise<void> {
    if (this.#listeners.get(this.process.host) === this) this.#listeners.delete(this.process.host)
    for (const connection of this.connections) connection.drain()
    if (this.connections.size === 0) return
    await new Promise<void>((resolve) => {
      const look = (leftMs: number): void => {
        if (this.connections.size === 0 || leftMs <= 0) resolve()
        else this.process.after(20, () => look(leftMs - 20))
      }
      look(graceMs)
    })
    for (const connection of this.connections) connection.refuse()
  }
}

interface ConnectionOptions {
  readonly id: number
  readonly network: SimNetwork
  readonly client: SimProcess
  readonly listener: SimListener
  readonly handlers: ClientHandlers
  readonly onOver: (connection: Connection) => void
}

/** One connection: frames to the broker's request pipeline and back. */
class Connection implements ClientConnection, Conversation {
  readonly hosts: readonly [number, number]
  readonly listener: SimListener
  readonly #options: ConnectionOptions
  readonly #toServer: Pipe
  readonly #toClient: Pipe
  readonly #frames: Buffer[] = []
  #pipeline: RequestPipeline | undefined
  #memory: ConnectionMemory | undefined
  #draining = false
  #clientOver = false
  #serverOver = false

  constructor(options: ConnectionOptions) {
    const { network, client, listener } = options
    this.#options = options
    this.listener = listener
    this.hosts = [client.host, listener.process.host]
    this.#toServer = network.openPipe(client.host, listener.process)
    this.#toClient = network.openPipe(listener.process.host, client)
    network.begin(this)
    this.#toServer.send('connect', () => this.#accept())
  }

  send(frame: Buffer): void {
    if (this.#clientOver) return
    this.#toServer.send(`request ${frame.length}`, () => this.#receive(Buffer.from(frame)))
  }

  /** By the client. */
  close(): void {
    if (this.#clientOver) return
    this.#clientOver = true
    this.#toServer.send('client closes', () => this.#endServer())
    this.#over()
  }

  /** The server answers what it has taken, then closes. */
  drain(): void {
    this.#draining = true
    this.#frames.length = 0
    if (this.#pipeline?.idle !== false) this.refuse()
  }

  /** By the server. */
  refuse(): void {
    if (this.#serverOver) return
    this.#toClient.send('server closes', () => this.#endClient())
    this.#endServer()
  }

  /** The server's process is gone. */
  reset(): void {
    const { network, client } = this.#options
    this.#endServer()
    network.carryInTheEnd(this.hosts[1], client, { label: 'reset', deliver: () => this.#endClient() })
  }

  breakNow(): void {
    this.#endServer()
    const { client } = this.#options
    client.defer(() => this.#endClient())
  }

  #accept(): void {
    const { id, client } = this.#options
    const { options, connections } = this.listener
    if (this.#serverOver) return
    connections.add(this)
    this.#memory = new ConnectionMemory(options.memory)
    this.#pipeline = new RequestPipeline({
      dispatcher: options.dispatcher,
      connection: {
        id,
        listener: options.address.name,
        remoteAddress: `client${client.host}`,
        remotePort: id,
        principal: 'User:ANONYMOUS'
      },
      memory: this.#memory,
      requestsMax: options.config['queued.max.requests'],
      bytesMax: options.config['socket.request.max.bytes'],
      effects: {
        send: (chunks) => this.#respond(chunks),
        close: () => this.refuse(),
        ready: () => this.#pump()
      }
    })
  }

  #receive(frame: Buffer): void {
    if (this.#serverOver || this.#draining) return
    this.#frames.push(frame)
    this.#pump()
  }

  #pump(): void {
    while (!this.#serverOver && this.#frames.length > 0 && this.#pipeline?.takes === true) {
      this.#pipeline.take(this.#frames.shift()!)
    }
  }

  #respond(chunks: readonly Buffer[]): void {
    if (this.#serverOver || this.listener.process.dead) return
    const frame = Buffer.concat(chunks).subarray(sizeBytes)
    this.#memory?.answerLeaves(frame.length)
    // The network takes it at once, whatever it does with it.
    this.#memory?.answerTaken(frame.length)
    this.#toClient.send(`response ${frame.length}`, () => {
      if (!this.#clientOver) this.#options.handlers.onFrame(frame)
    })
    const { process } = this.listener
    if (this.#draining) process.defer(() => this.#pipeline?.idle === true && this.refuse())
  }

  #endServer(): void {
    if (this.#serverOver) return
    this.#serverOver = true
    this.listener.connections.delete(this)
    if (!this.listener.process.dead) this.#pipeline?.abort()
    this.#memory?.close()
    this.#over()
  }

  #endClient(): void {
    if (this.#clientOver) return
    this.#clientOver = true
    this.#over()
    this.#options.handlers.onClosed()
  }

  #over(): void {
    if (!this.#clientOver || !this.#serverOver) return
    this.#toServer.close()
    this.#toClient.close()
    this.#options.network.end(this)
    this.#options.onOver(this)
  }
}

/** Before each frame on a real connection. */
const sizeBytes = 4
