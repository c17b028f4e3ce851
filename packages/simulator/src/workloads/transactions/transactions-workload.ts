import type { Random } from '@gregor/base'
import type { ClientWorld, Workload, WorkloadShape } from '../../types.ts'
import { ClientProcess, CoordinatorKind } from '../client/client-process.ts'
import { CoordinatorLink } from '../client/coordinator-link.ts'
import type { WorldOf } from '../world-of.ts'
import { CommittedReader, CommittedView } from './committed-reader.ts'
import { copy, COPY_GROUP } from './copier.ts'
import { commitOnce } from './probe.ts'
import { readWhole, waitUntilEnded } from './final-reading.ts'
import { stableOffset } from './group-position.ts'
import { judgeCopy, judgeLog, judgeTransactions, judgeView, type LogVerdict } from './judgement.ts'
import { type Life, Seat } from './seat.ts'
import { TransactionHistory } from './transaction-history.ts'
import type { TransactionLog } from './transaction-log.ts'
import { write } from './writer.ts'

const HOSTS = 2
/** What an end may take beyond the transaction's timeout (T7). */
const GRACE_MS = 5000
const READER_WAIT_MS = 400
const READER_REST_MS = 100

/** Topics of transactions: nobody else writes to them. */
export const transactionTopics = { input: 'orders', output: 'copies' } as const

/**
 * Transactional producers that write to one topic, processes that copy what is committed there to another, and readers of
 * committed data.
 */
export function createTransactionsWorkload(worldOf: WorldOf, shape: WorkloadShape): Workload {
  const worlds = Array.from({ length: HOSTS }, (_, index) => worldOf(`transactions-${index}`))
  return new TransactionsWorkload(worlds, shape)
}

class TransactionsWorkload implements Workload {
  readonly name = 'transactions'
  readonly #world: ClientWorld
  readonly #topics: readonly string[]
  readonly #history: TransactionHistory
  readonly #views = new Map<TransactionLog, CommittedView>()
  readonly #seats: readonly Seat[]
  readonly #reader: ClientProcess
  readonly #timeoutMs: number
  #running = false
  #readersLeft = 0

  constructor(worlds: readonly ClientWorld[], shape: WorkloadShape) {
    this.#world = worlds[0]!
    this.#topics = shape.topics.map(({ name }) => name)
    this.#history = new TransactionHistory(shape)
    for (const log of this.#history.logs) this.#views.set(log, new CommittedView())
    this.#timeoutMs = 1500 + this.#world.random.int(3000)
    this.#seats = this.#createSeats(worlds)
    this.#reader = new ClientProcess(worlds.at(-1)!, { name: 'committed-reader', topics: this.#topics })
  }

  get idle(): boolean {
    return !this.#running && this.#readersLeft === 0 && this.#seats.every(({ idle }) => idle)
  }

  start(): void {
    this.#running = true
    for (const seat of this.#seats) seat.start()
    const { logs } = this.#history
    const { random } = this.#world
    const read = [logs[random.int(logs.length)]!, logs.at(-1)!]
    for (const log of new Set(read)) this.#reader.live(() => this.#read(log))
  }

  stop(): void {
    this.#running = false
    for (const seat of this.#seats) seat.stop()
  }

  counts(): Readonly<Record<string, number>> {
    const totals: Record<string, number> = {}
    for (const { counts } of this.#seats) {
      for (const [name, count] of Object.entries(counts)) totals[name] = (totals[name] ?? 0) + count
    }
    const { transactions } = this.#history
    const of = (outcome: string): number => transactions.filter((one) => one.outcome === outcome).length
    const committedCopies = transactions.filter(({ copied, outcome }) => copied.length > 0 && outcome === 'committed')
    return {
      ...totals,
      transactions: transactions.length,
      transactionsCommitted: of('committed'),
      transactionsUnclear: of('asked'),
      transactionsCopied: committedCopies.length
    }
  }

  async check(): Promise<void> {
    const process = new ClientProcess(this.#world, { name: 'transactions-check', topics: this.#topics })
    await process.learnTopics()
    const { logs } = this.#history
    await waitUntilEnded(process, logs, process.nowMs + this.#timeoutMs + GRACE_MS)
    for (const { options } of this.#seats) {
      await commitOnce(process, { history: this.#history, producer: options, logs })
    }
    await waitUntilEnded(process, logs, process.nowMs + this.#timeoutMs + GRACE_MS)
    const verdicts = new Map<TransactionLog, LogVerdict>()
    for (const log of this.#history.logs) {
      verdicts.set(log, judgeLog(this.#history, log, await readWhole(process, log)))
    }
    const committedTransactions = judgeTransactions(this.#history, verdicts)
    for (const [log, verdict] of verdicts) {
      judgeView(log, await this.#readAgain(process, log, verdict), verdict)
      judgeView(log, this.#views.get(log)!, verdict)
    }
    const groupCoordinator = new CoordinatorLink(process, { kind: CoordinatorKind.group, key: COPY_GROUP })
    for (const log of this.#history.logsOf(transactionTopics.input)) {
      const offset = await stableOffset(process, { groupId: COPY_GROUP, groupCoordinator, log })
      const committedInput = verdicts.get(log)!.committed
      judgeCopy(log, { committedInput, committedTransactions, committedOffset: Math.max(offset, 0) })
    }
    process.die()
  }

  /** T6, the other way round: a reader of committed data gets all of it. */
  async #readAgain(process: ClientProcess, log: TransactionLog, { committed }: LogVerdict): Promise<CommittedView> {
    const view = new CommittedView()
    const reader = new CommittedReader(process, { log, view, maxWaitMs: READER_WAIT_MS })
    const last = Math.max(-1, ...committed)
    for (let pollsLeft = 200; reader.offset <= last; pollsLeft--) {
      if (pollsLeft === 0) throw log.violation('L1', `readers of committed data get nothing from ${reader.offset} on`)
      await reader.poll()
    }
    for (const offset of committed) {
      if (!view.taken.has(offset)) throw log.violation('T6', `readers do not get offset ${offset}, which is committed`)
    }
    return view
  }

  async #read(log: TransactionLog): Promise<void> {
    this.#readersLeft++
    await this.#reader.learnTopics()
    const view = this.#views.get(log)!
    const reader = new CommittedReader(this.#reader, { log, view, maxWaitMs: READER_WAIT_MS })
    while (this.#running) {
      await reader.poll()
      await this.#reader.sleep(1 + this.#world.random.int(2 * READER_REST_MS))
    }
    this.#readersLeft--
  }

  #createSeats(worlds: readonly ClientWorld[]): Seat[] {
    const { random } = this.#world
    const inputs = this.#history.logsOf(transactionTopics.input)
    const outputs = this.#history.logsOf(transactionTopics.output)
    const viewOf = (log: TransactionLog): CommittedView => this.#views.get(log)!
    const intervalMs = pick(random, [50, 150, 400])
    const writers = Array.from({ length: pick(random, [1, 2]) }, (_, index) =>
      this.#seat(worlds, `writer-${index}`, (client, seat) => write(client, seat, { logs: inputs, intervalMs }))
    )
    const copyLife: Life = (client, seat) => copy(client, seat, { inputs, outputs, viewOf, intervalMs })
    return [...writers, this.#seat(worlds, 'copier', copyLife)]
  }

  #seat(worlds: readonly ClientWorld[], transactionalId: string, life: Life): Seat {
    const { random } = this.#world
    return new Seat({
      transactionalId,
      timeoutMs: this.#timeoutMs,
      implicit: random.int(3) > 0,
      deliveryTimeoutMs: pick(random, [1_500, 3_000, 8_000]),
      topics: this.#topics,
      worlds,
      history: this.#history,
      life
    })
  }
}

function pick(random: Random, values: readonly number[]): number {
  return values[random.int(values.length)]!
}
