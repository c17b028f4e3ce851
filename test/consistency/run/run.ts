import { setTimeout as pause } from 'node:timers/promises'
import { type Workload, SeededRandom, createGroupsWorkload } from '@gregor/simulator'
import { kafkaClient, withAdmin } from '../../support/kafka.ts'
import { until } from '../../support/until.ts'
import { checkHistory } from '../checker/check-history.ts'
import { type History, type Poll, emptyHistory } from '../checker/history.ts'
import type { Stage } from '../clients/actor.ts'
import {
  readCommittedOffsets,
  readCommittedOnDisks,
  readCommittedToTheEnd,
  readDisks,
  readToTheEnd
} from '../clients/final-read.ts'
import { LogLoad } from '../clients/log-load.ts'
import { socketWorld } from '../clients/socket-world.ts'
import { TransactionLoad } from '../clients/transaction-load.ts'
import { Observer } from '../faults/observer.ts'
import { drawFaults } from './draw-faults.ts'
import { keepEvidence } from './evidence.ts'
import type { RunReport, Strike } from './report.ts'
import type { Fault, Site, Trial } from './site.ts'

const topic = 'consistency'
const partitions = 6
const transactionsTopic = 'consistency-transactions'
const transactionsPartitions = 3
const healMs = 120_000
const calmMs = 1000

/**
 * Segments, snapshots and files of the journal so small that there are many of them, and a journal already for few partitions;
 * members of groups that are missed soon.
 */
export const smallSettings = {
  'log.journal.partitions.min': '2',
  'log.journal.file.bytes': String(256 * 1024),
  'log.segment.bytes': String(256 * 1024),
  'metadata.log.max.record.bytes.between.snapshots': String(16 * 1024),
  'group.min.session.timeout.ms': '500',
  'offsets.topic.num.partitions': '6',
  'transaction.state.log.num.partitions': '6',
  'leader.imbalance.check.interval.seconds': '5'
}

export interface RunOptions {
  readonly seed: number
  /** How long faults strike; start, end and the check come on top. */
  readonly minutes: number
  readonly print: (line: string) => void
}

/** One run at a site: clients, faults, healing, and the judgement on all that clients were told. The site is gone after it. */
export async function runConsistency(site: Site, options: RunOptions): Promise<RunReport> {
  try {
    return await new Run(site, options).go()
  } finally {
    await site.dispose()
  }
}

/** All that clients do in a run. */
interface Workloads {
  readonly load: LogLoad
  readonly transactions: TransactionLoad
  readonly groups: Workload
}

class Run {
  readonly #options: RunOptions
  readonly #site: Site
  readonly #history: History = emptyHistory()
  readonly #stage: Stage
  readonly #transactionsStage: Stage
  readonly #observer: Observer
  readonly #faults: Iterable<Fault>
  readonly #faultRandom: SeededRandom
  readonly #strikes: Strike[] = []

  constructor(site: Site, options: RunOptions) {
    this.#options = options
    this.#site = site
    const random = new SeededRandom(options.seed)
    this.#faultRandom = random.fork()
    const complain = (message: string): void => {
      if (this.#history.complaints.includes(message)) return
      options.print(`complaint: ${message}`)
      this.#history.complaints.push(message)
    }
    const world = socketWorld({ layout: site.layout, random: random.fork(), complain })
    this.#stage = { world, history: this.#history, topic, partitions, complain }
    this.#transactionsStage = { ...this.#stage, topic: transactionsTopic, partitions: transactionsPartitions }
    this.#observer = new Observer(site, this.#stage, [topic, transactionsTopic])
    this.#faults = drawFaults(site.faults(this.#observer, complain), this.#faultRandom)
  }

  async go(): Promise<RunReport> {
    await this.#createTopics()
    const shape = { topics: [{ name: topic, partitions, replicationFactor: 3, minInsyncReplicas: 2 }] }
    const groups = createGroupsWorkload(() => this.#stage.world, shape)
    const load = new LogLoad(this.#stage)
    const transactions = new TransactionLoad(this.#transactionsStage)
    groups.start()
    await this.#guarded(async () => {
      await this.#trouble()
      await this.#comeToRest({ load, transactions, groups })
    })
    load.abandon()
    transactions.abandon()
    groups.stop()
    this.#observer.close()
    const report = {
      seed: this.#options.seed,
      minutes: this.#options.minutes,
      history: this.#history,
      strikes: this.#strikes,
      left: this.#site.left,
      groups: groups.counts(),
      anomalies: checkHistory(this.#history)
    }
    if (report.anomalies.length > 0) {
      this.#options.print(`history and logs are kept in ${await keepEvidence(report, this.#site.output)}`)
    }
    return report
  }

  /** What cannot go on is a complaint: the history up to there is judged all the same. */
  async #guarded(task: () => Promise<void>): Promise<void> {
    await task().catch((error: Error) => this.#stage.complain(error.message))
  }

  async #createTopics(): Promise<void> {
    const configEntries = [{ name: 'min.insync.replicas', value: '2' }]
    const topics = [this.#stage, this.#transactionsStage].map(({ topic: name, partitions: numPartitions }) => {
      return { topic: name, numPartitions, replicationFactor: 3, configEntries }
    })
    await withAdmin(kafkaClient(this.#site.bootstrap), (admin) => admin.createTopics({ topics }))
  }

  /** Faults, one after the other, each healed before the next, until the time is up or something is wrong. */
  async #trouble(): Promise<void> {
    const started = performance.now()
    await this.#writesGoOn(healMs)
    await until('trouble may begin', () => this.#site.prepared())
    for (const fault of this.#faults) {
      if (performance.now() - started > this.#options.minutes * 60_000) return
      if (this.#history.complaints.length > 0) return
      await pause(calmMs)
      await this.#strike(fault)
    }
  }

  async #strike(fault: Fault): Promise<void> {
    const { kind } = fault
    const fromMs = performance.now()
    const trial: Trial = {
      random: this.#faultRandom,
      writesGoOn: (timeoutMs) => this.#writesGoOn(timeoutMs).catch(() => {})
    }
    await fault.strike(trial)
    const overMs = performance.now()
    await this.#healed(kind)
    const toMs = performance.now()
    this.#strikes.push({ kind, fromMs, toMs })
    const took = [overMs - fromMs, toMs - overMs].map((ms) => (ms / 1000).toFixed(1))
    this.#options.print(`${kind}: ${took[0]} s, healed ${took[1]} s later`)
  }

  async #healed(after: string): Promise<void> {
    let ailment: string | undefined
    await until(
      `the cluster is healed after "${after}"`,
      async () => {
        ailment = await this.#observer.ailment()
        return ailment === undefined
      },
      healMs
    ).catch((error: Error) => {
      throw new Error(`${error.message}: ${ailment}`, { cause: error })
    })
    await this.#writesGoOn(healMs)
  }

  /** Until every partition has acknowledged something that was sent after now. */
  async #writesGoOn(timeoutMs: number): Promise<void> {
    const { sends } = this.#history
    const nowMs = performance.now()
    const first = sends.length
    await until(
      'every partition acknowledges writes',
      () => {
        const fresh = sends.slice(first).filter(({ ack, sentMs }) => ack !== undefined && sentMs > nowMs)
        return new Set(fresh.map(({ partition }) => partition)).size === partitions
      },
      timeoutMs
    )
  }

  /** All is acknowledged, read, judged by the groups themselves, and read again from disk when the brokers have ended. */
  async #comeToRest({ load, transactions, groups }: Workloads): Promise<void> {
    const healedMs = performance.now()
    const goOn = (): boolean => transactions.hasCommittedSince(healedMs)
    await until('every transactional id commits again', goOn, healMs)
    await within(
      'everything that was sent is acknowledged, and every transaction has ended',
      Promise.all([load.stopWriting(), transactions.stopWriting()])
    )
    groups.stop()
    await until('the groups are idle', () => groups.idle)
    await readToTheEnd(this.#stage, healMs)
    await readCommittedToTheEnd(this.#transactionsStage, healMs)
    const { finals, committedFinals } = this.#history
    const ends = endsOf(finals, ({ from, records }) => from + records.length)
    const committedEnds = endsOf(committedFinals, ({ next }) => next)
    const allRead = (): boolean => load.hasRead(ends) && transactions.hasRead(committedEnds)
    await until('all readers have read to the end', allRead, healMs)
    await Promise.all([load.stopReading(), transactions.stopReading()])
    await readCommittedOffsets(this.#stage, load.groups, healMs)
    await groups.check().catch((error: Error) => this.#stage.complain(error.message))
    const dataFolder = await this.#site.stop()
    await readDisks(this.#stage, dataFolder)
    await readCommittedOnDisks(this.#transactionsStage, dataFolder)
  }
}

/** Where each partition ends, by the last of its polls. */
function endsOf<Read extends Poll>(polls: readonly Read[], end: (poll: Read) => number): number[] {
  const ends: number[] = []
  for (const poll of polls) ends[poll.partition] = end(poll)
  return ends
}

/** Rejects when it takes longer than a cluster may take to heal. */
async function within(what: string, work: Promise<unknown>): Promise<void> {
  let over = false
  const done = work.then(() => (over = true))
  await Promise.race([done, until(what, () => over, healMs)])
}
