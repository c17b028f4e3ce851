import { type Logger, silentLogger } from '@gregor/base'
import { drainMicrotasks, inCallback } from '../io/turn.ts'
import { allCheckers } from '../checkers/all-checkers.ts'
import { createWorkloads } from '../workloads/all-workloads.ts'
import { createTopicsWorkload } from '../workloads/topics.ts'
import { FaultInjector } from '../faults/fault-injector.ts'
import type { FaultKind } from '../faults/rates.ts'
import { Violation, type Workload } from '../types.ts'
import { SimCluster } from '../world/sim-cluster.ts'
import { Trace } from '../world/trace.ts'
import { type Draw, drawRun } from './draw.ts'

export interface RunOptions {
  /** Gets every line of the trace. */
  readonly onTrace?: (line: string) => void
  /** Gets what the nodes log; default: nobody does. */
  readonly logger?: (clock: () => number) => Logger
}

/** What a run came to. */
export interface RunReport {
  readonly seed: number
  readonly failure: { readonly invariant: string; readonly message: string } | undefined
  /** The last faults, boots and outcomes before the end. */
  readonly notes: readonly string[]
  readonly traceHash: string
  readonly simulatedMs: number
  readonly events: number
  /** How often each kind of trouble struck. */
  readonly faults: ReadonlyMap<FaultKind, number>
  /** What clients did, such as records acknowledged. */
  readonly counts: ReadonlyMap<string, number>
}

/** How long each phase may take, in simulated time. */
const limitsMs = { boot: 60_000, topics: 30_000, heal: 90_000, idle: 30_000, check: 120_000 }

/** The scrub begins ten seconds after a start, and the logs of a run are small. */
const scrubMs = 15_000

/** How long clients go on with new work while the cluster heals. */
const workMs = 2_000

/** Runs one seed from boot to the last comparison. Never rejects: what goes wrong is in the report. */
export async function runSeed(seed: number, options: RunOptions = {}): Promise<RunReport> {
  const draw = drawRun(seed)
  const trace = new Trace(options.onTrace)
  const cluster = new SimCluster({
    seed,
    nodeCount: draw.nodeCount,
    network: draw.network,
    disk: draw.disk,
    clockError: (id) => draw.clockErrors[id - 1]!,
    properties: draw.properties,
    logDirs: draw.logDirs,
    toleratesLoss: draw.shape.topics.every(({ minInsyncReplicas }) => minInsyncReplicas > 1),
    logger: options.logger ?? (() => silentLogger),
    trace,
    drain: drainMicrotasks,
    inCallback
  })
  const run = new Run(cluster, draw)
  try {
    await run.live()
  } catch (error) {
    cluster.watch.fail(error)
  }
  const { failure } = cluster.watch
  return {
    seed,
    failure: failure && {
      invariant: failure instanceof Violation ? failure.invariant : failure.name,
      message: failure instanceof Violation ? failure.message : (failure.stack ?? failure.message)
    },
    notes: trace.notes,
    traceHash: trace.digest(),
    simulatedMs: cluster.time.nowMs,
    events: cluster.time.executed,
    faults: run.injector.struck,
    counts: run.counts()
  }
}

/** One life of a cluster: boot, trouble, healing, and the reckoning. */
class Run {
  readonly injector: FaultInjector
  readonly #cluster: SimCluster
  readonly #draw: Draw
  #workloads: readonly Workload[] = []

  constructor(cluster: SimCluster, draw: Draw) {
    this.#cluster = cluster
    this.#draw = draw
    this.injector = new FaultInjector(cluster, draw.faults)
  }

  counts(): ReadonlyMap<string, number> {
    const counts = new Map<string, number>()
    for (const workload of this.#workloads) {
      for (const [name, count] of Object.entries(workload.counts())) counts.set(name, (counts.get(name) ?? 0) + count)
    }
    return counts
  }

  async live(): Promise<void> {
    const cluster = this.#cluster
    cluster.watch.watch(allCheckers(cluster))
    for (const node of cluster.nodes) node.boot()
    await this.#until(
      'L1',
      limitsMs.boot,
      () => cluster.allServe,
      () => `the cluster does not start: ${this.#state()}`
    )

    const { shape, transactions } = this.#draw
    const all = { topics: [...shape.topics, ...(transactions?.topics ?? [])] }
    const topics = createTopicsWorkload(cluster.clientWorld('admin'), all)
    topics.start()
    await this.#until(
      'L1',
      limitsMs.topics,
      () => topics.idle,
      () => 'the topics are not created'
    )

    this.#workloads = [topics, ...createWorkloads((name) => cluster.clientWorld(name), this.#draw)]
    for (const workload of this.#workloads.slice(1)) workload.start()
    cluster.note('trouble begins')
    this.injector.start()
    await cluster.run(this.#draw.safetyMs)
    if (cluster.watch.failure !== undefined) return

    cluster.note('healing')
    this.injector.heal()
    await cluster.run(workMs, () => this.#cluster.atEase())
    await cluster.run(300)
    for (const workload of this.#workloads) workload.stop()
    await this.#until(
      'L1',
      limitsMs.heal,
      () => this.#cluster.atEase(),
      () => `not healed: ${this.#state()}`
    )
    const busy = (): string =>
      this.#workloads
        .filter(({ idle }) => !idle)
        .map(({ name }) => name)
        .join()
    await this.#until(
      'L1',
      limitsMs.idle,
      () => this.#workloads.every(({ idle }) => idle),
      () => `clients get no answers: ${busy()}`
    )
    await this.#until(
      'L1',
      limitsMs.heal,
      () => this.#cluster.atEase(),
      () => `not healed again: ${this.#state()}`
    )

    // A bit that was flipped where nobody reads is found by the scrub, which then has been everywhere.
    if (cluster.nodes.some(({ damaged }) => damaged)) {
      await cluster.run(scrubMs)
      await this.#until(
        'L1',
        limitsMs.heal,
        () => this.#cluster.atEase(),
        () => `not healed after the scrub: ${this.#state()}`
      )
    }

    cluster.note('checks')
    await this.#check(() => Promise.all(this.#workloads.map((workload) => workload.check())), 'workloads')
    await this.#check(() => cluster.watch.atEnd(), 'checkers')
  }

  /** Simulated time goes on while a check reads. */
  async #check(check: () => Promise<unknown>, name: string): Promise<void> {
    if (this.#cluster.watch.failure !== undefined) return
    let over = false
    check().then(
      () => {
        over = true
      },
      (error: unknown) => this.#cluster.watch.fail(error)
    )
    await this.#until(
      'L1',
      limitsMs.check,
      () => over,
      () => `the check of ${name} does not end`
    )
  }

  async #until(invariant: string, limitMs: number, done: () => boolean, message: () => string): Promise<void> {
    const cluster = this.#cluster
    if (cluster.watch.failure !== undefined) return
    const reached = await cluster.run(limitMs, done)
    if (!reached) cluster.watch.fail(new Violation(invariant, `${message()} within ${limitMs / 1_000} s`))
  }

  #state(): string {
    const nodes = this.#cluster.nodes.map(({ id, up, running }) => {
      if (running === undefined) return `node ${id} ${up ? 'starting' : 'down'}`
      const { role, term, leaderId, commitIndex, appliedIndex } = running.controller.quorumStatus!
      return `node ${id} ${running.readiness.detail}, ${role} of ${leaderId} in term ${term}, ${appliedIndex}/${commitIndex}${running.controller.isActive ? ' active' : ''}`
    })
    const partitions = [...(this.#cluster.active?.controller.image.topics.values() ?? [])].flatMap((topic) =>
      topic.partitions.map(
        ({ partition, replicas, isr, elr, leader, leaderEpoch }) =>
          `${topic.name}-${partition} replicas ${replicas.join()} isr ${isr.join()} elr ${elr.join()} leader ${leader} in ${leaderEpoch}`
      )
    )
    return [...nodes, ...partitions].join('; ')
  }
}
