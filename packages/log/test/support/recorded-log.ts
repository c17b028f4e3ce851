import type { Random } from '@gregor/base'
import {
  baseOffsetOf,
  buildEndTransactionBatch,
  buildRecordBatch,
  type ControlRecordType,
  lastOffsetOf,
  type NewBatch
} from '@gregor/protocol'
import type { LogConfig, LogManager, LogManagerOptions, PartitionLog } from '../../src/index.ts'
import { at, epoch, openLogs, orders, smallLog } from './logs.ts'
import { type RecordingDisk, recordingDisk } from './recording-disk.ts'
import { TestTime } from './world.ts'

/** What a start must find after a power cut at some moment. */
export interface Expected {
  /** Batches as they were stamped, in order; those that were cut off since are not among them. */
  readonly batches: readonly Buffer[]
  readonly flushedOffset: number
  /** The start of the log is not below the first nor above the second. */
  readonly startOffsets: readonly [number, number]
  /** A truncation or reset is under way: what lies at or above may be gone. */
  readonly cuttingTo: number | undefined
  /** A reset is under way: the log may be empty and begin there. */
  readonly resettingTo: number | undefined
  /** The logs were closed since the last append: they may say that they were shut down cleanly. */
  readonly maySayClean: boolean
}

/** A workload's disk operations, and what held after how many of them. */
export interface Recording {
  readonly operations: RecordingDisk['operations']
  readonly moments: readonly { readonly after: number; readonly expected: Expected }[]
  readonly config: LogConfig
  readonly options: Partial<LogManagerOptions>
}

/** One log on a recording disk, worked on by a test; keeps book of what a crash may and may not take. */
export class RecordedLog {
  readonly time = new TestTime()
  readonly #disk: RecordingDisk
  readonly #config: LogConfig
  readonly #options: Partial<LogManagerOptions>
  readonly #moments: { after: number; expected: Expected }[] = []
  readonly #sequences = new Map<number, number>()
  #expected: Expected = {
    batches: [],
    flushedOffset: 0,
    startOffsets: [0, 0],
    cuttingTo: undefined,
    resettingTo: undefined,
    maySayClean: false
  }
  #manager!: LogManager
  #epoch = 0
  #appended = 0
  log!: PartitionLog

  private constructor(config: Partial<LogConfig>, options: Partial<LogManagerOptions>, random: Random | undefined) {
    this.#disk = recordingDisk(random === undefined ? {} : { random })
    this.#config = { ...smallLog, segmentBytes: 600, indexIntervalBytes: 100, ...config }
    this.#options = options
  }

  static async start(
    config: Partial<LogConfig> = {},
    options: Partial<LogManagerOptions> & { readonly interleave?: Random } = {}
  ): Promise<RecordedLog> {
    const { interleave, ...others } = options
    const recorded = new RecordedLog(config, others, interleave)
    await recorded.#open()
    return recorded
  }

  recording(): Recording {
    return {
      operations: this.#disk.operations,
      moments: this.#moments,
      config: this.#config,
      options: { ...this.#options, time: this.time } as Partial<LogManagerOptions>
    }
  }

  get endOffset(): number {
    return this.log.logEndOffset
  }

  /** Appends a batch with a record a value; timestamps go up and down. */
  append(values: readonly string[], batch: Partial<NewBatch> & { readonly producer?: number } = {}): void {
    const { producer = 0, ...others } = batch
    const records = values.map((value, index) => ({
      key: Buffer.from(value.split('=')[0]!),
      value: value.endsWith('=') ? null : Buffer.from(value),
      timestamp: 1_700_000_000_000 + ((this.#appended * 7 + index * 3) % 50) * 10
    }))
    this.#appended++
    const baseSequence = this.#sequences.get(producer) ?? 0
    const bytes = buildRecordBatch({ producerId: producer, producerEpoch: 0, baseSequence, ...others, records })
    this.#sequences.set(producer, baseSequence + values.length)
    this.#expect({ batches: [...this.#expected.batches, bytes], maySayClean: false })
    const appended = this.log.appendAsLeader(bytes, { leaderEpoch: epoch(this.#epoch), origin: 'client' })
    if (!appended.ok) throw new Error(`append refused: ${appended.error.message}`)
  }

  /** Ends the transaction of a producer. */
  end(producer: number, type: ControlRecordType): void {
    const timestamp = 1_700_000_000_000 + ((this.#appended++ * 7) % 50) * 10
    const bytes = buildEndTransactionBatch({
      type,
      producerId: producer,
      producerEpoch: 0,
      coordinatorEpoch: 0,
      timestamp
    })
    this.#expect({ batches: [...this.#expected.batches, bytes], maySayClean: false })
    const appended = this.log.appendAsLeader(bytes, { leaderEpoch: epoch(this.#epoch), origin: 'coordinator' })
    if (!appended.ok) throw new Error(`marker refused: ${appended.error.message}`)
  }

  /** Resolves when all that was appended is flushed. */
  async flushed(): Promise<void> {
    while (this.log.flushedOffset < this.log.logEndOffset) {
      if (this.log.failure !== undefined) throw this.log.failure
      await new Promise(setImmediate)
    }
  }

  beginEpoch(): void {
    this.#epoch++
    this.log.startEpoch(epoch(this.#epoch))
  }

  async truncate(offset: number): Promise<void> {
    const left = this.#expected.batches.filter((batch) => lastOffsetOf(batch) < offset)
    const first = this.#expected.batches.find((batch) => lastOffsetOf(batch) >= offset)
    this.#expect({ cuttingTo: first === undefined ? offset : Math.min(offset, baseOffsetOf(first)) })
    await this.log.truncateTo(at(offset))
    this.#cutDone(left)
  }

  async reset(offset: number): Promise<void> {
    this.#expect({
      cuttingTo: 0,
      resettingTo: offset,
      startOffsets: [0, Math.max(offset, this.#expected.startOffsets[1])]
    })
    await this.log.resetTo(at(offset))
    this.#cutDone([])
  }

  #cutDone(batches: readonly Buffer[]): void {
    const { flushedOffset, logStartOffset } = this.log
    this.#expect({
      batches,
      flushedOffset,
      cuttingTo: undefined,
      resettingTo: undefined,
      startOffsets: [logStartOffset, logStartOffset]
    })
    this.#sequences.clear()
    for (const { producerId, lastSequence } of this.log.activeProducers())
      this.#sequences.set(producerId, lastSequence + 1)
    this.beginEpoch()
  }

  async raiseStart(offset: number): Promise<void> {
    const [least, most] = this.#expected.startOffsets
    this.#expect({ startOffsets: [least, Math.max(most, offset)] })
    await this.log.setLogStartOffset(at(offset))
    this.#noteStart()
  }

  async retain(): Promise<void> {
    this.#expect({ startOffsets: [this.#expected.startOffsets[0], this.log.highWatermark] })
    await this.log.applyRetention()
    this.#noteStart()
  }

  #noteStart(): void {
    this.#expect({ startOffsets: [this.log.logStartOffset, this.log.logStartOffset] })
  }

  /** Says that all that is flushed is replicated. */
  replicated(): void {
    this.log.setHighWatermark(this.log.flushedOffset)
  }

  /** Lets time pass, and the works that it starts end: checkpoints, removals, compaction. */
  async pass(ms: number): Promise<void> {
    this.time.advance(ms)
    for (let before = -1; before !== this.#disk.operations.length;) {
      before = this.#disk.operations.length
      for (let turn = 0; turn < 10; turn++) await new Promise(setImmediate)
    }
  }

  async restart(): Promise<void> {
    this.#expect({ maySayClean: true })
    await this.#manager.close({ brokerEpoch: 7 })
    this.#expect({ flushedOffset: this.log.flushedOffset })
    await this.#open()
  }

  async close(): Promise<void> {
    this.#expect({ maySayClean: true })
    await this.#manager.close({ brokerEpoch: 7 })
    this.#expect({})
  }

  async #open(): Promise<void> {
    this.#manager = await openLogs(this.#disk, { ...this.#options, time: this.time })
    this.log = await this.#manager.open(orders, this.#config)
    this.log.onFlushed(({ flushedOffset }) => {
      // What a truncation says on the way is told by the truncation.
      if (this.#expected.cuttingTo === undefined) this.#expect({ flushedOffset })
    })
    this.#expect({})
  }

  #expect(change: Partial<Expected>): void {
    this.#expected = { ...this.#expected, ...change }
    this.#moments.push({ after: this.#disk.operations.length, expected: this.#expected })
  }
}
