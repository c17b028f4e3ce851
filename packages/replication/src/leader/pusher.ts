import type { Offset } from '@gregor/base'
import { OffsetOutOfRangeError, type LogRead } from '@gregor/log'
import { ErrorCode } from '@gregor/protocol'
import type { PushInput } from '@gregor/rpc'
import type { ReplicationContext } from '../context.ts'
import type { WindowBytes } from '../core/push-window.ts'
import { DeferredTask } from '../deferred-task.ts'
import type { PushSession, SessionOwner } from './push-session.ts'

/** Bytes of a push besides its records, roughly. */
const PUSH_OVERHEAD_BYTES = 48

/** What a stream to a follower has under way. */
export interface StreamLoad {
  readonly windowBytes: number
  readonly catchingUp: number
}

/** What the pusher does to its stream. */
export interface PusherStream {
  readonly writable: boolean
  /** Bytes that may be sent and not acknowledged. */
  readonly windowBytes: number
  send(pushes: readonly PushInput[], bytes: number): void
}

/**
 * Decides what goes to one follower next, of all the partitions that it follows here. New records come first and as the
 * very buffers that were appended; partitions that have to catch up from files may use half of the window, so that they
 * never delay those in sync.
 * Invariant: bytes sent and not acknowledged exceed the window by one push, and those of file reads under way, at most.
 */
export class Pusher implements SessionOwner {
  readonly #context: ReplicationContext
  readonly #stream: PusherStream
  readonly #onDropped: (session: PushSession) => void
  /** Sessions with something to send, in turn. */
  readonly #dirty = new Set<PushSession>()
  /** Sessions whose next records are in files only. */
  readonly #catchingUp = new Set<PushSession>()
  /** Sessions whose high watermark waits for records to travel with. */
  readonly #lingering = new Set<PushSession>()
  readonly #pump: DeferredTask
  #lingerArmed = false
  #windowBytes = 0
  #catchUpBytes = 0
  #reads = 0
  #outgoing: PushInput[] = []
  #outgoingBytes = 0
  #closed = false

  constructor(context: ReplicationContext, stream: PusherStream, onDropped: (session: PushSession) => void) {
    this.#context = context
    this.#stream = stream
    this.#onDropped = onDropped
    this.#pump = new DeferredTask(context.scheduler, () => this.pump())
  }

  wake(session: PushSession): void {
    this.#dirty.add(session)
    this.#pump.ask()
  }

  wakeForHighWatermark(session: PushSession): void {
    if (this.#dirty.has(session)) return
    this.#lingering.add(session)
    if (this.#lingerArmed) return
    this.#lingerArmed = true
    this.#context.scheduler.after(this.#context.config.highWatermarkLingerMs, () => this.#endLinger())
  }

  dropped(session: PushSession): void {
    session.ended = true
    this.#dirty.delete(session)
    this.#catchingUp.delete(session)
    this.#lingering.delete(session)
    this.#release(session.window.clear())
    this.#onDropped(session)
  }

  acknowledged(session: PushSession, flushedOffset: Offset): void {
    this.#release(session.window.acknowledge(flushedOffset))
    if (!session.held || session.window.pushes >= this.#context.config.pushesAheadMax) return
    session.held = false
    this.wake(session)
  }

  /** Bytes that are not acknowledged, and partitions whose next records are in files only. */
  get load(): StreamLoad {
    return { windowBytes: this.#windowBytes, catchingUp: this.#catchingUp.size + this.#reads }
  }

  /** Sends something that is no records, in its order among the pushes. */
  say(push: PushInput): void {
    this.#emit(push, 0)
    this.#pump.ask()
  }

  close(): void {
    this.#closed = true
    this.#dirty.clear()
    this.#catchingUp.clear()
    this.#lingering.clear()
  }

  /** Sends what there is, as far as the window and the stream let it. */
  pump(): void {
    if (this.#closed) return
    for (const session of this.#dirty) {
      if (!this.#hasRoom()) break
      this.#dirty.delete(session)
      this.#pushNext(session)
    }
    this.#flush()
    this.#readFiles()
  }

  /** A session with more to send goes to the end of the line. */
  #pushNext(session: PushSession): void {
    if (session.ended || session.reading || !session.behind) return
    const log = session.replica.openLog
    if (session.nextOffset < log.logStartOffset) return this.#reset(session)
    if (session.nextOffset === log.logEndOffset) return this.#emit(session.push({}), 0)
    if (session.window.pushes >= this.#context.config.pushesAheadMax) {
      session.held = true
      return
    }
    const read = log.readCached(session.nextOffset, this.#readOptions(log.logEndOffset))
    if (read === undefined) this.#catchingUp.add(session)
    else this.#pushRecords(session, read, false)
  }

  #pushRecords(session: PushSession, { records, nextOffset }: LogRead, catchUp: boolean): void {
    if (records.length === 0) return
    session.nextOffset = nextOffset
    session.window.sent(nextOffset, records.length, catchUp)
    this.#windowBytes += records.length
    if (catchUp) this.#catchUpBytes += records.length
    this.#context.meters.replicationBytesOut.inc(records.length)
    this.#emit(session.push({ records }), records.length)
    if (session.nextOffset < session.replica.openLog.logEndOffset) this.#dirty.add(session)
  }

  /** Retention passed the follower: it has to start anew where the log begins. */
  #reset(session: PushSession): void {
    const resetTo = session.replica.openLog.logStartOffset
    this.#emit(session.push({ resetTo }), 0)
    this.dropped(session)
  }

  #readFiles(): void {
    const { catchUpReadsMax } = this.#context.config
    for (const session of this.#catchingUp) {
      if (
        this.#reads >= catchUpReadsMax ||
        this.#catchUpBytes >= this.#stream.windowBytes / 2 ||
        !this.#stream.writable
      )
        return
      this.#catchingUp.delete(session)
      this.#readFile(session)
    }
  }

  #readFile(session: PushSession): void {
    const log = session.replica.openLog
    const from = session.nextOffset
    session.reading = true
    this.#reads++
    // A follower would refuse what is damaged, and ask for it again for ever.
    log.read(from, { ...this.#readOptions(log.logEndOffset), checkCrc: true }).then(
      (read) => {
        this.#endRead(session)
        if (session.ended || this.#closed) return
        this.#pushRecords(session, read, true)
        this.pump()
      },
      (error: unknown) => {
        this.#endRead(session)
        if (session.ended || this.#closed) return
        // The log start moved past it meanwhile: the next look finds out.
        if (error instanceof OffsetOutOfRangeError && from < log.logStartOffset) return this.wake(session)
        this.#context.logger.error(
          { partition: session.replica.name, offset: from, error },
          'Cannot read records for a follower'
        )
        this.#emit(session.push({ errorCode: ErrorCode.KAFKA_STORAGE_ERROR }), 0)
        this.dropped(session)
        this.#flush()
      }
    )
  }

  #endRead(session: PushSession): void {
    session.reading = false
    this.#reads--
  }

  #readOptions(upTo: Offset): { maxBytes: number; upTo: Offset; minOneBatch: true } {
    return { maxBytes: this.#context.config.partitionPushBytesMax, upTo, minOneBatch: true }
  }

  #hasRoom(): boolean {
    return this.#stream.writable && this.#windowBytes < this.#stream.windowBytes
  }

  #release({ total, catchUp }: WindowBytes): void {
    this.#windowBytes -= total
    this.#catchUpBytes -= catchUp
    if (total > 0 && (this.#dirty.size > 0 || this.#catchingUp.size > 0)) this.#pump.ask()
  }

  #emit(push: PushInput, bytes: number): void {
    this.#outgoing.push(push)
    this.#outgoingBytes += bytes + PUSH_OVERHEAD_BYTES
    if (this.#outgoingBytes >= this.#context.config.messageBytesMax) this.#flush()
  }

  #flush(): void {
    if (this.#outgoing.length === 0) return
    const pushes = this.#outgoing
    const bytes = this.#outgoingBytes
    this.#outgoing = []
    this.#outgoingBytes = 0
    this.#stream.send(pushes, bytes)
  }

  #endLinger(): void {
    this.#lingerArmed = false
    for (const session of this.#lingering) this.#dirty.add(session)
    this.#lingering.clear()
    this.pump()
  }
}
