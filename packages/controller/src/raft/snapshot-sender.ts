import type { PeerStream, RaftBatch, SnapshotChunkMessage } from '@gregor/rpc'
import { snapshotChunks, type SnapshotMessage } from 'raft-ts'

/** Small enough that a heartbeat never waits long for the connection. */
const chunkBytesMax = 1024 * 1024

export interface SnapshotSenderOptions {
  /** Of the snapshot alone: what else there is to say does not wait behind it. */
  readonly stream: PeerStream<RaftBatch, RaftBatch>
  readonly message: SnapshotMessage
  /** Once, unless abandoned: the member has it all, or will not get it. */
  readonly onEnd: (delivered: boolean) => void
}

/**
 * Sends one snapshot in chunks, each when the stream's window is open. The member answers an empty batch when it has them
 * all; a stream that ends before says that it has not.
 */
export class SnapshotSender {
  readonly #options: SnapshotSenderOptions
  readonly #chunks: Iterator<SnapshotChunkMessage>
  #ended = false

  constructor(options: SnapshotSenderOptions) {
    this.#options = options
    this.#chunks = chunkMessages(options.message)
  }

  start(): void {
    this.#options.stream.listen({
      onMessage: () => this.#end(true),
      onWritable: () => this.#fill(),
      onEnd: () => this.#end(false)
    })
    this.#fill()
  }

  /** Gives up without a word. */
  abandon(): void {
    this.#ended = true
    this.#options.stream.close()
  }

  #fill(): void {
    const { stream } = this.#options
    while (!this.#ended && stream.writable) {
      const next = this.#chunks.next()
      if (next.done === true) return
      stream.send([next.value], next.value.chunk.data.byteLength)
    }
  }

  #end(delivered: boolean): void {
    if (this.#ended) return
    this.#ended = true
    this.#options.stream.close()
    this.#options.onEnd(delivered)
  }
}

function* chunkMessages(message: SnapshotMessage): Generator<SnapshotChunkMessage, void> {
  const { from, to, term } = message
  for (const chunk of snapshotChunks(message, chunkBytesMax)) yield { type: 'snapshotChunk', from, to, term, chunk }
}
