import type { TimestampMs } from '@gregor/base'
import type { Journal } from './journal.ts'

declare const answeredBy: unique symbol
/** Names a request that waits for its response; the type says which response answers it. */
export type RequestId<Response> = number & { readonly [answeredBy]: (response: Response) => void }

/** The time of an input. Deadlines are monotonic, timestamps in records are of the wall clock. */
export interface Now {
  readonly monotonicMs: number
  readonly wallMs: TimestampMs
}

/** The transaction of a producer (KIP-98) that records of a coordinator belong to: until it ends they count for nobody. */
export interface RecordsTransaction {
  readonly producerId: number
  readonly producerEpoch: number
  /** What the partition's log said when the producer's transaction was verified; undefined = it was open there. */
  readonly guard: number | undefined
}

/** The end of a producer's transaction in this partition. */
export interface TransactionEnd {
  readonly producerId: number
  readonly producerEpoch: number
  readonly coordinatorEpoch: number
  readonly commits: boolean
  readonly transactionVersion: number
}

/** What a core wants done. Performed in the order given, after the core has returned. */
export type Effect<Record, Input, Ticket, Notice> =
  | { readonly type: 'respond'; readonly request: RequestId<never>; readonly response: unknown }
  /**
   * Appends records, all or none; they are replayed before the next input. `ticket` comes back by `settle` when they
   * are committed or have failed.
   */
  | {
      readonly type: 'append'
      readonly records: readonly Record[]
      readonly ticket: Ticket
      /** Absent: the records belong to no transaction. */
      readonly transaction?: RecordsTransaction
    }
  /** Appends the marker that ends a transaction, in order with the records; replayed as those are. */
  | { readonly type: 'append-end'; readonly end: TransactionEnd; readonly ticket: Ticket }
  /** Hands `input` in after `delayMs`. Timer numbers are the core's, and unique among its timers that are set. */
  | { readonly type: 'set-timer'; readonly timer: number; readonly delayMs: number; readonly input: Input }
  | { readonly type: 'cancel-timer'; readonly timer: number }
  /** Something that others may want to know: logged, counted, passed on by the coordinator. */
  | { readonly type: 'notice'; readonly notice: Notice }

/**
 * The state machine of one coordinator partition: synchronous, without I/O, clock or chance.
 *
 * What must survive a failover (hard state) changes by `replay` alone, whether the record was just decided on here or
 * was read from the log: `handle` only returns records. What a failover may forget (who waits for which response,
 * deadlines; soft state) changes in `handle` and `settle`.
 */
export interface ShardCore<Record, Input, Ticket, Notice> {
  /** Holds the hard state's uncommitted changes; the driver commits them and rolls them back. */
  readonly journal: Journal
  replay(record: Record): void
  /** A record of a transaction: to be kept until its end. Absent: this core's partition has none, they are passed over. */
  replayTransactional?(record: Record, producerId: number): void
  /** A transaction of a producer has ended. */
  replayEnd?(producerId: number, commits: boolean): void
  /** All of the log has been replayed: from now on requests come. */
  loaded(now: Now): readonly Effect<Record, Input, Ticket, Notice>[]
  handle(input: Input, now: Now): readonly Effect<Record, Input, Ticket, Notice>[]
  /**
   * The outcome of an append; 0 = committed. After an error the records are rolled back already, unless they are in
   * the log of the leader and may yet be committed: then they stay.
   */
  settle(ticket: Ticket, errorCode: number, now: Now): readonly Effect<Record, Input, Ticket, Notice>[]
}

/** Kafka's record format of a coordinator's topic. */
export interface RecordCodec<Record> {
  encode(record: Record): { readonly key: Buffer; readonly value: Buffer | null }
  /** Undefined for records that this version does not know: they are passed over. Throws on bytes that it cannot read. */
  decode(key: Buffer, value: Buffer | null): Record | undefined
}
