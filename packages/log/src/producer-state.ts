import type { ProducerId } from '@gregor/base'
import { NO_EPOCH, Offset, ProducerEpoch, SparseMap, TimestampMs, type Result, err, ok } from '@gregor/base'
import { ControlRecordType, ErrorCode } from '@gregor/protocol'
import type { AbortedTransaction, ActiveProducer, AppendRefusal, ProducerTransaction } from './types.ts'

/** Batches of a producer that are remembered for recognising repeats: what a client may have in flight (KIP-98). */
export const REMEMBERED_BATCHES = 5
/** Sequence numbers count modulo this. */
export const SEQUENCE_MODULUS = 2 ** 31
const NO_SEQUENCE = -1
const NO_OFFSET = Offset(-1)
/** The level of transaction.version from which on each transaction has an epoch of its producer for itself (KIP-890). */
const EPOCH_A_TRANSACTION = 2

/** One batch that a producer appended. */
export interface ProducerBatch {
  readonly lastSequence: number
  readonly lastOffset: Offset
  /** Records in the batch, less one. */
  readonly offsetDelta: number
  readonly timestampMs: TimestampMs
}

/** What a partition knows of a producer. */
export interface ProducerEntry {
  readonly producerId: ProducerId
  producerEpoch: ProducerEpoch
  /** Epoch of the coordinator that wrote the last end marker; -1 = none. */
  coordinatorEpoch: number
  lastTimestampMs: TimestampMs
  /** First offset of the open transaction; -1 = none. */
  transactionStartOffset: Offset
  /** Offset of the last end marker that was appended since the log was opened; undefined = none. */
  lastMarkerOffset?: Offset | undefined
  /** The last batches of the present epoch, oldest first. Invariant: at most REMEMBERED_BATCHES. */
  batches: ProducerBatch[]
  /** When `expire` first found it silent, on the monotonic clock; undefined = it appended since the last look. */
  silentSinceMs?: number | undefined
}

/** What the state needs to know of a batch; all of it is in the batch's header. */
export interface ProducedBatch {
  readonly producerId: ProducerId
  readonly producerEpoch: ProducerEpoch
  readonly baseSequence: number
  readonly lastOffsetDelta: number
  readonly maxTimestampMs: TimestampMs
  readonly transactional: boolean
}

/** What an end marker says (a control batch of a transaction coordinator). */
export interface EndMarker {
  readonly type: ControlRecordType
  readonly producerId: ProducerId
  readonly producerEpoch: ProducerEpoch
  readonly coordinatorEpoch: number
  readonly timestampMs: TimestampMs
}

interface CompletedTransaction {
  readonly firstOffset: Offset
  readonly lastOffset: Offset
}

/**
 * The producers of a partition: fences old epochs, keeps sequences in order, recognises repeats, and knows where open
 * transactions begin (KIP-98, KIP-360). Leaders check and update; followers and recovery update only, with the same
 * result.
 */
export class ProducerStates {
  readonly #entries = new SparseMap<ProducerId, ProducerEntry>()
  /** Transactions whose end marker is not below the high watermark yet, by first offset. */
  #completed: CompletedTransaction[] = []
  /** First offsets of the open transactions, ascending: they come into the map as they come into the log. */
  readonly #open = new SparseMap<ProducerId, Offset>()
  /** Whether every producer that ever appended here is known: nothing has expired, and no snapshot had to be trusted. */
  #complete = true
  readonly #unknownGuard: Offset

  /** `reloads`: how often the producers of the log were read anew before; what is read is not where markers were. */
  constructor(reloads = 0) {
    this.#unknownGuard = Offset(-1 - reloads)
  }

  get size(): number {
    return this.#entries.size
  }

  entries(): Iterable<ProducerEntry> {
    return this.#entries.values()
  }

  /**
   * Whether a client's batch may be appended: undefined, or the earlier batch of which it is a repeat. A producer without
   * state may start anywhere when its state may have been forgotten (KIP-360). Where nothing was forgotten it has never
   * appended here: a later sequence than its first has overtaken a batch that another leader refused, and comes again.
   */
  check(batch: ProducedBatch): Result<ProducerBatch | undefined, AppendRefusal> {
    const entry = this.#entries.get(batch.producerId)
    if (entry === undefined) return this.#complete ? checkFirst(batch) : ok(undefined)
    const fenced = fencedBy(entry, batch)
    if (fenced !== undefined) return err(fenced)
    if (batch.producerEpoch !== entry.producerEpoch) return checkNewEpoch(entry, batch)
    const repeated = findRepeated(entry, batch)
    if (repeated !== undefined) return ok(repeated)
    const openElsewhere = checkTransaction(entry, batch)
    if (openElsewhere !== undefined) return err(openElsewhere)
    return checkSequence(entry, batch)
  }

  /** Whether a coordinator's batch or marker may be appended: its sequence does not count, its epoch does. */
  checkEpoch(batch: {
    readonly producerId: ProducerId
    readonly producerEpoch: ProducerEpoch
  }): AppendRefusal | undefined {
    const entry = this.#entries.get(batch.producerId)
    return entry === undefined ? undefined : fencedBy(entry, batch)
  }

  /**
   * Whether an end marker may be appended. From transaction.version 2 on a marker has the epoch after that of its
   * transaction, so one that has not is late, and would end the next transaction; unless nothing is open: then it is the
   * marker that ended it, which its coordinator sends again, and may be written twice.
   */
  checkMarker(marker: EndMarker, transactionVersion: number): AppendRefusal | undefined {
    const entry = this.#entries.get(marker.producerId)
    if (entry === undefined) return undefined
    return fencedBy(entry, marker) ?? lateMarker(entry, marker, transactionVersion) ?? zombieMarker(entry, marker)
  }

  /** What is known of a producer's transaction here, for who wants to begin or go on with one. */
  transactionOf(producer: {
    readonly producerId: ProducerId
    readonly producerEpoch: ProducerEpoch
  }): ProducerTransaction {
    const entry = this.#entries.get(producer.producerId)
    if (entry === undefined) return { open: false, guard: this.#unknownGuard }
    const open = entry.transactionStartOffset >= 0 && entry.producerEpoch === producer.producerEpoch
    return { open, guard: entry.lastMarkerOffset ?? this.#unknownGuard }
  }

  /** Notes a data batch that was appended at `baseOffset`. */
  append(batch: ProducedBatch, baseOffset: Offset): void {
    const entry = this.#entryFor(batch.producerId)
    enterEpoch(entry, batch.producerEpoch)
    if (entry.batches.length === REMEMBERED_BATCHES) entry.batches.shift()
    entry.batches.push({
      lastSequence: lastSequence(batch),
      lastOffset: Offset(baseOffset + batch.lastOffsetDelta),
      offsetDelta: batch.lastOffsetDelta,
      timestampMs: batch.maxTimestampMs
    })
    entry.lastTimestampMs = batch.maxTimestampMs
    entry.silentSinceMs = undefined
    if (batch.transactional && entry.transactionStartOffset < 0) {
      entry.transactionStartOffset = baseOffset
      this.#open.set(batch.producerId, baseOffset)
    }
  }

  /**
   * Notes an end marker that was appended at `offset`: the producer's transaction, if one is open, ends there. Returns what
   * readers must know of it when it is aborted.
   */
  appendMarker(marker: EndMarker, offset: Offset): AbortedTransaction | undefined {
    const entry = this.#entryFor(marker.producerId)
    enterEpoch(entry, marker.producerEpoch)
    entry.coordinatorEpoch = marker.coordinatorEpoch
    entry.lastTimestampMs = marker.timestampMs
    entry.silentSinceMs = undefined
    entry.lastMarkerOffset = offset
    const firstOffset = entry.transactionStartOffset
    if (firstOffset < 0) return undefined
    this.#completed.push({ firstOffset, lastOffset: offset })
    entry.transactionStartOffset = NO_OFFSET
    this.#open.delete(marker.producerId)
    if (marker.type !== ControlRecordType.ABORT) return undefined
    const lastStableOffset = this.#firstOpen() ?? Offset(offset + 1)
    return { producerId: marker.producerId, firstOffset, lastOffset: offset, lastStableOffset }
  }

  /**
   * Where what is not decided for readers begins: the first offset of the oldest transaction that is open, or whose end
   * marker is not below the high watermark yet. -1 = nothing is undecided.
   */
  firstUnstableOffset(highWatermark: Offset): Offset {
    if (this.#completed.length > 0) {
      this.#completed = this.#completed.filter((transaction) => transaction.lastOffset >= highWatermark)
    }
    let first = this.#firstOpen() ?? NO_OFFSET
    for (const { firstOffset } of this.#completed) if (first < 0 || firstOffset < first) first = firstOffset
    return first
  }

  /**
   * Forgets producers that appended nothing for `expirationMs` and have no open transaction. Returns how many. `nowMs` is of
   * the monotonic clock: neither a jump of the wall clock nor old timestamps of a client may make a repeat look new.
   */
  expire(nowMs: number, expirationMs: number): number {
    let expired = 0
    for (const entry of this.#entries.values()) {
      entry.silentSinceMs ??= nowMs
      if (entry.transactionStartOffset >= 0 || nowMs - entry.silentSinceMs < expirationMs) continue
      this.#entries.delete(entry.producerId)
      expired++
    }
    if (expired > 0) this.forgetful()
    return expired
  }

  /** There may have been producers that are not known any more. */
  forgetful(): void {
    this.#complete = false
  }

  /** Takes over entries as a snapshot held them. */
  restore(entries: readonly ProducerEntry[]): void {
    this.forgetful()
    for (const entry of entries) this.#entries.set(entry.producerId, entry)
    const open = entries.filter(({ transactionStartOffset }) => transactionStartOffset >= 0)
    open.sort((left, right) => left.transactionStartOffset - right.transactionStartOffset)
    for (const { producerId, transactionStartOffset } of open) this.#open.set(producerId, transactionStartOffset)
  }

  active(): ActiveProducer[] {
    return Array.from(this.#entries.values(), (entry) => ({
      producerId: entry.producerId,
      producerEpoch: entry.producerEpoch,
      lastSequence: entry.batches.at(-1)?.lastSequence ?? NO_SEQUENCE,
      lastTimestampMs: entry.lastTimestampMs,
      coordinatorEpoch: entry.coordinatorEpoch,
      currentTransactionStartOffset: entry.transactionStartOffset
    }))
  }

  #entryFor(producerId: ProducerId): ProducerEntry {
    let entry = this.#entries.get(producerId)
    if (entry === undefined) {
      entry = {
        producerId,
        producerEpoch: ProducerEpoch(NO_EPOCH),
        coordinatorEpoch: -1,
        lastTimestampMs: TimestampMs(-1),
        transactionStartOffset: NO_OFFSET,
        batches: []
      }
      this.#entries.set(producerId, entry)
    }
    return entry
  }

  #firstOpen(): Offset | undefined {
    return this.#open.size === 0 ? undefined : this.#open.values().next().value
  }
}

/** The sequence number of the last record of a batch; -1 when the batch has none. */
export function lastSequence(batch: { readonly baseSequence: number; readonly lastOffsetDelta: number }): number {
  return batch.baseSequence < 0 ? NO_SEQUENCE : (batch.baseSequence + batch.lastOffsetDelta) % SEQUENCE_MODULUS
}

function enterEpoch(entry: ProducerEntry, epoch: ProducerEpoch): void {
  if (entry.producerEpoch === epoch) return
  entry.producerEpoch = epoch
  entry.batches = []
}

function fencedBy(
  entry: ProducerEntry,
  batch: { readonly producerId: ProducerId; readonly producerEpoch: ProducerEpoch }
): AppendRefusal | undefined {
  if (batch.producerEpoch >= entry.producerEpoch) return undefined
  return {
    code: ErrorCode.INVALID_PRODUCER_EPOCH,
    message: `producer ${batch.producerId} appends in epoch ${batch.producerEpoch}, and epoch ${entry.producerEpoch} has begun`
  }
}

function lateMarker(entry: ProducerEntry, marker: EndMarker, transactionVersion: number): AppendRefusal | undefined {
  const isRepeat = entry.transactionStartOffset < 0
  if (transactionVersion < EPOCH_A_TRANSACTION || marker.producerEpoch > entry.producerEpoch || isRepeat)
    return undefined
  return {
    code: ErrorCode.INVALID_PRODUCER_EPOCH,
    message: `the end marker of producer ${marker.producerId} has epoch ${marker.producerEpoch}, and a transaction of that epoch is open since offset ${entry.transactionStartOffset}: a marker has the epoch after it`
  }
}

function zombieMarker(entry: ProducerEntry, marker: EndMarker): AppendRefusal | undefined {
  if (entry.coordinatorEpoch <= marker.coordinatorEpoch) return undefined
  return {
    code: ErrorCode.TRANSACTION_COORDINATOR_FENCED,
    message: `the end marker of producer ${marker.producerId} is from coordinator epoch ${marker.coordinatorEpoch}, and ${entry.coordinatorEpoch} has written since`
  }
}

function checkFirst(batch: ProducedBatch): Result<undefined, AppendRefusal> {
  if (batch.baseSequence <= 0) return ok(undefined)
  return err({
    code: ErrorCode.OUT_OF_ORDER_SEQUENCE_NUMBER,
    message: `producer ${batch.producerId} sent sequence ${batch.baseSequence}, and nothing before it; its first sequence here is 0`
  })
}

function checkNewEpoch(entry: ProducerEntry, batch: ProducedBatch): Result<undefined, AppendRefusal> {
  if (batch.baseSequence === 0) return ok(undefined)
  return err({
    code: ErrorCode.OUT_OF_ORDER_SEQUENCE_NUMBER,
    message: `producer ${batch.producerId} begins epoch ${batch.producerEpoch} with sequence ${batch.baseSequence}, after epoch ${entry.producerEpoch}; the first sequence of an epoch is 0`
  })
}

function checkTransaction(entry: ProducerEntry, batch: ProducedBatch): AppendRefusal | undefined {
  if (entry.transactionStartOffset < 0 || batch.transactional) return undefined
  return {
    code: ErrorCode.INVALID_TXN_STATE,
    message: `producer ${batch.producerId} has a transaction open since offset ${entry.transactionStartOffset}, and this batch is not part of it`
  }
}

function checkSequence(entry: ProducerEntry, batch: ProducedBatch): Result<undefined, AppendRefusal> {
  const last = entry.batches.at(-1)?.lastSequence ?? NO_SEQUENCE
  if (batch.baseSequence === (last + 1) % SEQUENCE_MODULUS) return ok(undefined)
  return err({
    code: ErrorCode.OUT_OF_ORDER_SEQUENCE_NUMBER,
    message: `producer ${batch.producerId} sent sequence ${batch.baseSequence}, and its last one here is ${last}`
  })
}

function findRepeated(entry: ProducerEntry, batch: ProducedBatch): ProducerBatch | undefined {
  const last = lastSequence(batch)
  return entry.batches.find(
    (known) => known.lastSequence === last && known.offsetDelta === batch.lastOffsetDelta && last !== NO_SEQUENCE
  )
}
