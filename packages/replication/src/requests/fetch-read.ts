import type { Offset } from '@gregor/base'
import { OffsetOutOfRangeError, type LogRead } from '@gregor/log'
import { ErrorCode } from '@gregor/protocol'
import type { ReplicationContext } from '../context.ts'
import type { Led, ReplicaTable } from '../replica-table.ts'
import type { FetchEntry, FetchOutcome, FetchRequest } from '../types.ts'
import { fetched, lookAt, noRecords, outOfRange, refusedFetch } from './fetch-entry.ts'

/**
 * Reads the partitions of one fetch in their order, within its byte limit. The first batch of the answer may exceed the
 * limits, so that a consumer gets past a batch of any size (KIP-74). What is in memory is read at once; only a read
 * from a file, or memory that is short, makes the rest wait.
 */
export class FetchRead {
  readonly #request: FetchRequest
  readonly #table: ReplicaTable
  readonly #context: ReplicationContext
  readonly #outcomes: FetchOutcome[] = []
  readonly #done: (outcomes: readonly FetchOutcome[]) => void
  #bytesLeft: number
  #bytesRead = 0
  #empty = true
  #askedForRoom = false

  constructor(
    ports: { readonly table: ReplicaTable; readonly context: ReplicationContext },
    request: FetchRequest,
    done: (outcomes: readonly FetchOutcome[]) => void
  ) {
    this.#table = ports.table
    this.#context = ports.context
    this.#request = request
    this.#done = done
    this.#bytesLeft = request.maxBytes
  }

  run(): void {
    while (this.#outcomes.length < this.#request.entries.length) {
      const entry = this.#request.entries[this.#outcomes.length]!
      const look = lookAt(this.#table, entry, this.#request.readCommitted)
      if (look.kind === 'answer') {
        this.#outcomes.push(look.outcome)
        continue
      }
      const reads = look.bytes > 0 && (this.#bytesLeft > 0 || this.#empty)
      if (reads && !this.#hasRoom(entry, look.led, look.limit)) return
      look.led.replica.meters.fetchRequests.inc()
      if (!reads) this.#outcomes.push(fetched(look.led.log, noRecords))
      else if (!this.#readEntry(entry, look.led, look.limit)) return
    }
    if (this.#askedForRoom) this.#request.room?.took(this.#bytesRead)
    this.#done(this.#outcomes)
  }

  /** False when the records have to wait for memory; `run` goes on after that. */
  #hasRoom({ fetchOffset }: FetchEntry, { log }: Led, limit: Offset): boolean {
    const { room } = this.#request
    if (room === undefined || this.#askedForRoom) return true
    this.#askedForRoom = true
    const available = log.bytesBetween(fetchOffset, limit)
    const bytes = room.tryTake(available, this.#bytesLeft)
    if (bytes > 0) {
      this.#bytesLeft = Math.min(this.#bytesLeft, bytes)
      return true
    }
    room.wait(available, this.#bytesLeft, (later) => {
      this.#bytesLeft = Math.min(this.#bytesLeft, later)
      // The answer leaves without records, and the consumer asks again.
      if (later === 0) this.#empty = false
      this.run()
    })
    return false
  }

  /** False when a file has to be read first; `run` goes on after it. */
  #readEntry(entry: FetchEntry, led: Led, upTo: Offset): boolean {
    const maxBytes = Math.max(0, Math.min(entry.maxBytes, this.#bytesLeft))
    const options = { maxBytes, upTo, minOneBatch: this.#empty, withAborted: this.#request.readCommitted }
    const cached = led.log.readCached(entry.fetchOffset, options)
    if (cached !== undefined) {
      this.#take(led, cached)
      return true
    }
    led.log.read(entry.fetchOffset, options).then(
      (read) => this.#resume(entry, led, read),
      (error: unknown) => this.#fail(entry, led, error)
    )
    return false
  }

  #take({ log, replica }: Led, { records, aborted }: LogRead): void {
    if (records.length > 0) this.#empty = false
    this.#bytesLeft -= records.length
    this.#bytesRead += records.length
    replica.meters.bytesOut.inc(records.length)
    this.#outcomes.push({ ...fetched(log, records), aborted })
  }

  /** A leader that was fenced while the file was read must not answer. (P14) */
  #resume(entry: FetchEntry, led: Led, read: LogRead): void {
    const now = this.#table.findLed(entry.topicId, entry.partition, entry.currentLeaderEpoch)
    if (now.ok && now.leader === led.leader) this.#take(led, read)
    else
      this.#outcomes.push(
        refusedFetch(now.ok ? { errorCode: ErrorCode.NOT_LEADER_OR_FOLLOWER, leaderHint: undefined } : now)
      )
    this.run()
  }

  #fail(entry: FetchEntry, led: Led, error: unknown): void {
    const now = this.#table.findLed(entry.topicId, entry.partition, entry.currentLeaderEpoch)
    if (!now.ok) this.#outcomes.push(refusedFetch(now))
    else if (error instanceof OffsetOutOfRangeError) {
      this.#outcomes.push(outOfRange(led, entry.fetchOffset))
    } else {
      this.#context.logger.error(
        { partition: led.replica.name, offset: entry.fetchOffset, error },
        'A fetch could not read the log'
      )
      led.replica.meters.failedFetches.inc()
      this.#outcomes.push({ ...fetched(led.log, noRecords), errorCode: ErrorCode.KAFKA_STORAGE_ERROR })
    }
    this.run()
  }
}
