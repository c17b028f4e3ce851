import type { RaftBatch } from '@gregor/rpc'
import { type RaftMessage, SnapshotAssembler } from 'raft-ts'

/** Far above any snapshot of the metadata; what is under way costs memory only as it arrives. */
const snapshotBytesMax = 2 * 1024 ** 3

/** What a batch came to. */
export interface Received {
  readonly messages: readonly RaftMessage[]
  /** A snapshot is complete: its sender waits to hear that. */
  readonly snapshot: 'none' | 'underWay' | 'complete' | 'failed'
}

/** Makes messages of what comes on one stream. A snapshot that the stream does not complete is forgotten along with it. */
export class RaftReceiver {
  readonly #assembler: SnapshotAssembler

  constructor(options: { readonly snapshotBytesMax: number } = { snapshotBytesMax }) {
    this.#assembler = new SnapshotAssembler(options)
  }

  receive(batch: RaftBatch): Received {
    const messages: RaftMessage[] = []
    let snapshot: Received['snapshot'] = 'none'
    for (const message of batch) {
      if (message.type !== 'snapshotChunk') {
        messages.push(message)
        continue
      }
      const whole = this.#assembler.add(message.chunk)
      if (whole !== undefined) messages.push(whole)
      snapshot = whole !== undefined ? 'complete' : this.#assembler.isUnderWay(message.from) ? 'underWay' : 'failed'
    }
    return { messages, snapshot }
  }
}
