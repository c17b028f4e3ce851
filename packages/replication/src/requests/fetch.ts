import type { ReplicationContext } from '../context.ts'
import { DeferredTask } from '../deferred-task.ts'
import type { ReplicaTable } from '../replica-table.ts'
import type { FetchWatcher, Replica } from '../replica.ts'
import type { FetchOutcome, FetchRequest } from '../types.ts'
import { lookAt, readableBytes, readableEnd } from './fetch-entry.ts'
import { FetchRead } from './fetch-read.ts'
import type { Expiring, Timeouts } from './timeouts.ts'

export interface FetcherPorts {
  readonly context: ReplicationContext
  readonly table: ReplicaTable
  readonly timeouts: Timeouts
}

/** Serves fetches of consumers: at once when there is enough, else when partitions that they wait on have moved. */
export class Fetcher {
  readonly #ports: FetcherPorts
  /** Fetches that have enough; they are read at the end of the turn, when all of its moves are in. */
  readonly #ready = new Set<WaitingFetch>()
  readonly #serveReady: DeferredTask

  constructor(ports: FetcherPorts) {
    this.#ports = ports
    this.#serveReady = new DeferredTask(ports.context.scheduler, () => this.#serve())
  }

  fetch(request: FetchRequest, done: (outcomes: readonly FetchOutcome[]) => void): () => void {
    const serve = (): void => new FetchRead(this.#ports, request, done).run()
    const need = this.#lookAtAll(request)
    if (need === undefined) {
      serve()
      return () => {}
    }
    const wait = new WaitingFetch(request, need, { serve, enough: () => this.#makeReady(wait) })
    wait.start(this.#ports.timeouts.add(wait, request.maxWaitMs))
    return () => wait.stop()
  }

  #makeReady(wait: WaitingFetch): void {
    this.#ready.add(wait)
    this.#serveReady.ask()
  }

  /** Undefined when the fetch is to be answered now, else what is there already. */
  #lookAtAll(request: FetchRequest): Need | undefined {
    if (request.maxWaitMs <= 0 || request.entries.length === 0) return undefined
    const partitions = new Map<Replica, Watched>()
    let bytes = 0
    for (const [index, entry] of request.entries.entries()) {
      const look = lookAt(this.#ports.table, entry, request.readCommitted)
      if (look.kind === 'answer') return undefined
      bytes += look.bytes
      partitions.set(look.led.replica, { index, bytes: look.bytes })
    }
    return bytes >= request.minBytes ? undefined : { partitions, bytes }
  }

  #serve(): void {
    const ready = [...this.#ready]
    this.#ready.clear()
    for (const fetch of ready) fetch.expire()
  }
}

interface Watched {
  readonly index: number
  readonly bytes: number
}

interface Need {
  readonly partitions: Map<Replica, Watched>
  readonly bytes: number
}

interface FetchEnds {
  /** There is enough, or no more to wait for. */
  readonly enough: () => void
  readonly serve: () => void
}

/** A fetch that waits for fetch.min.bytes. A move of a partition costs it one look at that partition. */
class WaitingFetch implements FetchWatcher, Expiring {
  readonly #request: FetchRequest
  readonly #partitions: Map<Replica, Watched>
  readonly #ends: FetchEnds
  #bytes: number
  #over = false
  #cancelTimeout: () => void = () => {}

  constructor(request: FetchRequest, need: Need, ends: FetchEnds) {
    this.#request = request
    this.#partitions = need.partitions
    this.#bytes = need.bytes
    this.#ends = ends
  }

  start(cancelTimeout: () => void): void {
    this.#cancelTimeout = cancelTimeout
    for (const replica of this.#partitions.keys()) replica.fetches.add(this)
  }

  stop(): void {
    if (this.#over) return
    this.#over = true
    this.#cancelTimeout()
    for (const replica of this.#partitions.keys()) replica.fetches.delete(this)
  }

  moved(replica: Replica): void {
    const { index, bytes } = this.#partitions.get(replica)!
    const entry = this.#request.entries[index]!
    const log = replica.openLog
    if (entry.fetchOffset < log.logStartOffset) return this.#ends.enough()
    const now = readableBytes(log, entry, readableEnd(log, this.#request.readCommitted))
    this.#bytes += now - bytes
    this.#partitions.set(replica, { index, bytes: now })
    if (this.#bytes >= this.#request.minBytes) this.#ends.enough()
  }

  lost(): void {
    this.#ends.enough()
  }

  /** Answers with what there is. */
  expire(): void {
    if (this.#over) return
    this.stop()
    this.#ends.serve()
  }
}
