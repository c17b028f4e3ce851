import { batchesOf, ErrorCode, hasValidCrc, isTransactional } from '@gregor/protocol'
import { type AbortedTransaction, FetchApi, type PartitionData } from '@gregor/protocol/messages/fetch'
import type { ClientProcess } from '../client/client-process.ts'
import { checkCode } from '../history/codes.ts'
import type { Send } from '../history/sends.ts'
import type { ServedItem, TransactionLog } from './transaction-log.ts'

/** A batch that a reader was given, as committed. */
export interface ReadBatch {
  readonly send: Send
  readonly baseOffset: number
  readonly lastOffset: number
}

/** What readers of one partition made of it: which batches they took, and which they passed over as aborted. */
export class CommittedView {
  readonly taken = new Set<number>()
  readonly passedOver = new Set<number>()
}

export interface ReaderOptions {
  readonly log: TransactionLog
  readonly view: CommittedView
  readonly maxWaitMs: number
}

const MAX_BYTES = 16 * 1024

/** A position in one partition, read with `read_committed` as clients do it: they leave out what the leader says is aborted. */
export class CommittedReader {
  readonly #process: ClientProcess
  readonly #options: ReaderOptions
  readonly #version: number
  offset = 0
  /** Of the leader that answered last. */
  lastStableOffset = 0
  #lastEpoch = -1
  #failures = 0

  constructor(process: ClientProcess, options: ReaderOptions) {
    this.#process = process
    this.#options = options
    this.#version = 12 + process.world.random.int(6)
  }

  seek(offset: number): void {
    this.offset = offset
    this.#lastEpoch = -1
  }

  /** Asks once, and waits as before a retry when that fails. Gives the committed batches from the position on, which moves. */
  async poll(): Promise<readonly ReadBatch[]> {
    const data = await this.#fetch()
    if (data?.errorCode === ErrorCode.NONE) {
      this.#failures = 0
      return this.#take(data)
    }
    await this.#process.backOff(this.#failures++)
    return []
  }

  async #fetch(): Promise<PartitionData | undefined> {
    const { log, maxWaitMs } = this.#options
    const { view } = this.#process.client
    const leadership = view.leadership(log.topic, log.index)
    if (leadership === undefined || leadership.leaderId < 0) return undefined
    const partition = {
      partition: log.index,
      fetchOffset: this.offset,
      currentLeaderEpoch: leadership.leaderEpoch,
      lastFetchedEpoch: this.#lastEpoch,
      partitionMaxBytes: MAX_BYTES
    }
    const topics = [{ topic: log.topic, topicId: view.topicId(log.topic), partitions: [partition] }]
    const message = { maxWaitMs, minBytes: 1, isolationLevel: 1, sessionId: 0, sessionEpoch: -1, topics }
    const response = await this.#process.ask(leadership.leaderId, { api: FetchApi, version: this.#version, message })
    if (response !== undefined) checkCode('FetchTop', response.errorCode, this.#process.name)
    const data = response?.responses[0]?.partitions[0]
    if (data === undefined) return undefined
    checkCode('Fetch', data.errorCode, `${this.#process.name}, ${log.name}`)
    if (data.currentLeader.leaderId >= 0) view.hint(log.topic, log.index, data.currentLeader)
    if (data.errorCode === ErrorCode.OFFSET_OUT_OF_RANGE) {
      throw log.violation('B32', `${this.#process.name}, at offset ${this.offset}, is out of range`)
    }
    if (data.divergingEpoch.endOffset >= 0) {
      throw log.violation('P13', `${this.#process.name}, at offset ${this.offset}, is told that what it read is gone`)
    }
    return data
  }

  #take({ records, highWatermark, lastStableOffset, abortedTransactions }: PartitionData): ReadBatch[] {
    const { log, view } = this.#options
    if (lastStableOffset > highWatermark) {
      const message = `the last stable offset ${lastStableOffset} is beyond the high watermark ${highWatermark}`
      throw log.violation('T3', message)
    }
    this.lastStableOffset = lastStableOffset
    const good = goodBeginning(records)
    const items = log.take(good, { from: this.offset, limit: lastStableOffset, limitName: 'last stable offset' })
    const last = items.at(-1)?.header
    if (last !== undefined) {
      this.offset = last.lastOffset + 1
      this.#lastEpoch = last.leaderEpoch
    }
    const taken: ReadBatch[] = []
    for (const { send, header, isAborted } of decided(items, abortedTransactions ?? [])) {
      const { baseOffset, lastOffset } = header
      if (isAborted) view.passedOver.add(baseOffset)
      else {
        view.taken.add(baseOffset)
        taken.push({ send, baseOffset, lastOffset })
      }
    }
    return taken
  }
}

/** The data batches, each with what the leader's list of aborted transactions says of it (KIP-98). */
function* decided(
  items: readonly ServedItem[],
  abortedTransactions: readonly AbortedTransaction[]
): Generator<Extract<ServedItem, { type: 'data' }> & { readonly isAborted: boolean }> {
  const waiting = [...abortedTransactions].sort((left, right) => left.firstOffset - right.firstOffset)
  const aborted = new Set<number>()
  for (const item of items) {
    const { producerId, lastOffset, attributes } = item.header
    while (waiting.length > 0 && waiting[0]!.firstOffset <= lastOffset) aborted.add(waiting.shift()!.producerId)
    if (item.type === 'data') yield { ...item, isAborted: isTransactional(attributes) && aborted.has(producerId) }
    else if (!item.commits) aborted.delete(producerId)
  }
}

/** The batches before the first that does not match its checksum: a bit of the leader's disk was flipped. */
function goodBeginning(records: Buffer | null): Buffer {
  if (records === null) return Buffer.alloc(0)
  for (const { position } of batchesOf(records)) {
    if (!hasValidCrc(records, position)) return records.subarray(0, position)
  }
  return records
}
