import type { SeededRandom } from './random.ts'
import type { SimProcess } from './sim-process.ts'
import type { SimTime } from './sim-time.ts'

/** How the network of a run behaves when nothing is wrong with it. */
export interface NetworkTemper {
  /** One way, from quick to slow; most are quick. */
  readonly delayMs: { readonly least: number; readonly most: number }
  /** Of Raft messages, which may be lost, repeated and overtaken: connections are taken for granted elsewhere. */
  readonly raftLoss: number
  readonly raftDuplication: number
  readonly raftReordering: number
  /** Bytes that may wait on a peer stream before its sender has to wait. */
  readonly windowBytes: number
}

/** The state of one direction between two hosts. */
interface Route {
  cut: boolean
  /** Counts the cuts, so that a timer can tell whether it is still the same one. */
  cuts: number
  extraDelayMs: number
}

/** Something between two hosts that breaks when nothing has been heard of the other for long. */
export interface Conversation {
  readonly hosts: readonly [number, number]
  /** The connection to the other is given up, on both sides for themselves. */
  breakNow(): void
}

/** How long a silent connection is believed in (keepalive of rpc: up to 4 s, then 4 s). */
const keepaliveMs = { least: 4_000, most: 8_500 }

/** How often something that got no answer is sent again. */
const resendMs = 400

/** Hosts, the ways between them, and what travels on them. */
export class SimNetwork {
  readonly temper: NetworkTemper
  readonly #time: SimTime
  readonly #random: SeededRandom
  readonly #routes = new Map<number, Route>()
  readonly #pipes = new Set<Pipe>()
  readonly #conversations = new Set<Conversation>()

  constructor(options: { readonly time: SimTime; readonly random: SeededRandom; readonly temper: NetworkTemper }) {
    this.#time = options.time
    this.#random = options.random
    this.temper = options.temper
  }

  get random(): SeededRandom {
    return this.#random
  }

  get time(): SimTime {
    return this.#time
  }

  /** Whether something that leaves `from` now can arrive at `to`. */
  passes(from: number, to: number): boolean {
    return !this.#route(from, to).cut
  }

  delayMs(from: number, to: number): number {
    const { least, most } = this.temper.delayMs
    return this.#random.skewed(least, most) + this.#route(from, to).extraDelayMs
  }

  /** Nothing gets from `from` to `to` any more; nobody is told until a keepalive goes unanswered. */
  cut(from: number, to: number): void {
    const route = this.#route(from, to)
    if (route.cut) return
    route.cut = true
    route.cuts++
    const cuts = route.cuts
    this.afterKeepalive(
      (conversation) => concerns(conversation, from, to),
      () => route.cut && route.cuts === cuts
    )
  }

  heal(from: number, to: number): void {
    const route = this.#route(from, to)
    if (!route.cut) return
    route.cut = false
    for (const pipe of this.#pipes) if (pipe.from === from && pipe.to === to) pipe.release()
  }

  healAll(): void {
    for (const [key, route] of this.#routes) {
      route.extraDelayMs = 0
      this.heal(Math.floor(key / hostsMax), key % hostsMax)
    }
  }

  /** Everything on the way takes so much longer (0 = as usual). */
  clog(from: number, to: number, extraDelayMs: number): void {
    this.#route(from, to).extraDelayMs = extraDelayMs
  }

  /** Breaks the conversations of now that are concerned, once their keepalives ran out, while `still` holds. */
  afterKeepalive(concerned: (conversation: Conversation) => boolean, still: () => boolean): void {
    const present = [...this.#conversations].filter(concerned)
    for (const conversation of present) {
      this.#time.plan({
        delayMs: this.#random.between(keepaliveMs.least, keepaliveMs.most),
        process: undefined,
        label: 'keepalive',
        run: () => {
          if (still() && this.#conversations.has(conversation)) conversation.breakNow()
        }
      })
    }
  }

  /** Of all conversations with the host. */
  conversationsOf(host: number): Conversation[] {
    return [...this.#conversations].filter(({ hosts }) => hosts.includes(host))
  }

  begin(conversation: Conversation): void {
    this.#conversations.add(conversation)
  }

  end(conversation: Conversation): void {
    this.#conversations.delete(conversation)
  }

  openPipe(from: number, to: SimProcess): Pipe {
    const pipe = new Pipe(this, from, to)
    this.#pipes.add(pipe)
    return pipe
  }

  closePipe(pipe: Pipe): void {
    this.#pipes.delete(pipe)
  }

  /** Carries one message on its own, without order; lost when the way is cut. */
  carry(from: number, to: SimProcess, message: { readonly label: string; readonly deliver: () => void }): void {
    if (!this.passes(from, to.host)) return
    const { label, deliver } = message
    this.#time.plan({ delayMs: this.delayMs(from, to.host), process: to, label, run: deliver })
  }

  /** Carries a message that is sent again until it gets through, as the reset that answers each new packet. */
  carryInTheEnd(from: number, to: SimProcess, message: { readonly label: string; readonly deliver: () => void }): void {
    if (to.dead) return
    if (this.passes(from, to.host)) return this.carry(from, to, message)
    const again = (): void => this.carryInTheEnd(from, to, message)
    this.#time.plan({ delayMs: resendMs, process: undefined, label: 'resend', run: again })
  }

  #route(from: number, to: number): Route {
    const key = from * hostsMax + to
    let route = this.#routes.get(key)
    if (route === undefined) {
      route = { cut: false, cuts: 0, extraDelayMs: 0 }
      this.#routes.set(key, route)
    }
    return route
  }
}

const hostsMax = 1_000

function concerns({ hosts }: Conversation, one: number, other: number): boolean {
  return hosts.includes(one) && hosts.includes(other)
}

interface Parcel {
  readonly number: number
  readonly label: string
  readonly deliver: () => void
}

/** One direction of a connection: what is sent arrives in order, late, or (when the connection breaks) not at all. */
export class Pipe {
  readonly from: number
  readonly to: number
  readonly #network: SimNetwork
  readonly #receiver: SimProcess
  /** What came while the way was cut. */
  readonly #waiting: Parcel[] = []
  /** What came before its turn. */
  readonly #early = new Map<number, Parcel>()
  #sent = 0
  #delivered = 0
  #closed = false

  constructor(network: SimNetwork, from: number, receiver: SimProcess) {
    this.#network = network
    this.from = from
    this.to = receiver.host
    this.#receiver = receiver
  }

  send(label: string, deliver: () => void): void {
    if (!this.#closed) this.#carry({ number: this.#sent++, label, deliver })
  }

  /** The way is open again. */
  release(): void {
    for (const parcel of this.#waiting.splice(0)) this.#carry(parcel)
  }

  /** What is under way is lost. */
  close(): void {
    this.#closed = true
    this.#waiting.length = 0
    this.#early.clear()
    this.#network.closePipe(this)
  }

  #carry(parcel: Parcel): void {
    const { time } = this.#network
    time.plan({
      delayMs: this.#network.delayMs(this.from, this.to),
      process: this.#receiver,
      label: parcel.label,
      run: () => this.#arrived(parcel)
    })
  }

  #arrived(parcel: Parcel): void {
    if (this.#closed) return
    if (!this.#network.passes(this.from, this.to)) {
      this.#waiting.push(parcel)
      return
    }
    this.#early.set(parcel.number, parcel)
    for (let next = this.#early.get(this.#delivered); next !== undefined; next = this.#early.get(this.#delivered)) {
      this.#early.delete(this.#delivered++)
      next.deliver()
    }
  }
}
