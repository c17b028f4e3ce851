import { once } from 'node:events'
import { type Server, type Socket, connect, createServer } from 'node:net'
import type { LocalClusterLayout } from '@gregor/server'
import { freePorts } from '../../support/ports.ts'
import { Pipe, type Way } from './pipe.ts'

/** A connection that one broker opened to another, through the proxy. */
interface Link {
  readonly from: number
  readonly to: number
  readonly sockets: readonly Socket[]
  readonly pipes: readonly Pipe[]
}

/** The network between the brokers: a proxy for each ordered pair of them, and a way for each direction. */
export class Links {
  /** To be loaded into each broker process. */
  static readonly preload = new URL('redirect-connections.mjs', import.meta.url).href
  readonly #ids: readonly number[]
  readonly #ways = new Map<string, Way>()
  readonly #links = new Set<Link>()
  readonly #servers: Server[] = []
  readonly #ports: Record<string, Record<string, number>> = {}

  private constructor(ids: readonly number[]) {
    this.#ids = ids
  }

  static async open({ host, brokers }: LocalClusterLayout): Promise<Links> {
    const links = new Links(brokers.map(({ id }) => id))
    for (const { id: from } of brokers) {
      for (const { id: to, rpcPort } of brokers) {
        if (from === to) continue
        const [port] = (await freePorts(1)) as [number]
        const server = createServer((socket) => links.#accept({ from, to, socket, host, rpcPort }))
        server.listen(port, host)
        await once(server, 'listening')
        links.#servers.push(server)
        links.#ports[from] = { ...links.#ports[from], [rpcPort]: port }
      }
    }
    return links
  }

  /** What tells a broker process where the proxies are. */
  get environment(): Record<string, string> {
    return { GREGOR_TEST_LINKS: JSON.stringify(this.#ports) }
  }

  /** Whether every two brokers are connected, and by way of the proxies. */
  get complete(): boolean {
    const pairs = [...this.#links].map(({ from, to }) => `${Math.min(from, to)} and ${Math.max(from, to)}`)
    return new Set(pairs).size === (this.#ids.length * (this.#ids.length - 1)) / 2
  }

  /** Changes what happens to all that `from` sends to `to`, by whichever of the two a connection was opened. */
  change(from: number, to: number, change: Partial<Way>): void {
    Object.assign(this.#way(from, to), change)
    for (const { pipes } of this.#links) for (const pipe of pipes) pipe.pump()
  }

  /** The same for both directions between a broker and each of the others. */
  changeAround(id: number, change: Partial<Way>): void {
    for (const other of this.#ids) {
      if (other === id) continue
      this.change(id, other, change)
      this.change(other, id, change)
    }
  }

  /** Breaks all connections between two brokers, at once and on both sides. */
  reset(one: number, other: number): void {
    for (const { from, to, sockets } of this.#links) {
      if ((from === one && to === other) || (from === other && to === one)) {
        for (const socket of sockets) socket.resetAndDestroy()
      }
    }
  }

  async close(): Promise<void> {
    for (const { sockets } of this.#links) for (const socket of sockets) socket.destroy()
    await Promise.all(this.#servers.map((server) => new Promise((resolve) => server.close(resolve))))
  }

  #way(from: number, to: number): Way {
    const key = `${from} to ${to}`
    const known = this.#ways.get(key)
    if (known !== undefined) return known
    const way = { held: false, delayMs: 0 }
    this.#ways.set(key, way)
    return way
  }

  #accept(options: {
    readonly from: number
    readonly to: number
    readonly socket: Socket
    readonly host: string
    readonly rpcPort: number
  }): void {
    const { from, to, socket, host, rpcPort } = options
    const upstream = connect({ host, port: rpcPort, noDelay: true })
    socket.setNoDelay(true)
    const there = new Pipe(this.#way(from, to), socket)
    const back = new Pipe(this.#way(to, from), upstream)
    back.deliverTo(socket)
    upstream.on('connect', () => there.deliverTo(upstream))
    const link = { from, to, sockets: [socket, upstream], pipes: [there, back] }
    this.#links.add(link)
    for (const one of link.sockets) {
      one.on('close', () => {
        if (link.sockets.every(({ destroyed }) => destroyed)) this.#links.delete(link)
      })
    }
  }
}
