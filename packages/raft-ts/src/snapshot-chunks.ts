import type { SnapshotMessage } from './message.ts'
import type { NodeId } from './types.ts'

/** A piece of a snapshot message, for transports that carry no messages as large as a snapshot. */
export interface SnapshotChunk {
  /** The message without its data: the same in each of its chunks. */
  readonly message: SnapshotMessage
  /** Where `data` belongs. */
  readonly offset: number
  /** Bytes of the whole snapshot. */
  readonly size: number
  readonly data: Uint8Array
}

const noData = new Uint8Array(0)

/** Cuts a snapshot message, without copying, into chunks of at most `chunkBytesMax`; one at least. */
export function* snapshotChunks(message: SnapshotMessage, chunkBytesMax: number): Generator<SnapshotChunk, void> {
  const { data } = message.snapshot
  const hollow: SnapshotMessage = { ...message, snapshot: { ...message.snapshot, data: noData } }
  let offset = 0
  do {
    const end = Math.min(offset + chunkBytesMax, data.byteLength)
    yield { message: hollow, offset, size: data.byteLength, data: data.subarray(offset, end) }
    offset = end
  } while (offset < data.byteLength)
}

interface Assembly {
  readonly message: SnapshotMessage
  readonly size: number
  readonly parts: Uint8Array[]
  received: number
}

/**
 * Puts snapshot messages together again. The chunks of a message must come in order; a chunk that does not follow ends
 * the attempt, as does a new first chunk of the same sender: the leader will send another snapshot.
 */
export class SnapshotAssembler {
  private readonly assemblies = new Map<NodeId, Assembly>()
  private readonly snapshotBytesMax: number

  /** Snapshots above `snapshotBytesMax` are not put together. */
  constructor(options: { readonly snapshotBytesMax: number }) {
    this.snapshotBytesMax = options.snapshotBytesMax
  }

  /** Returns the message once its last chunk is there. */
  add(chunk: SnapshotChunk): SnapshotMessage | undefined {
    const { from } = chunk.message
    if (chunk.offset === 0) this.begin(chunk)
    const assembly = this.assemblies.get(from)
    if (assembly === undefined) return undefined
    if (!continues(assembly, chunk)) {
      this.assemblies.delete(from)
      return undefined
    }
    assembly.parts.push(chunk.data)
    assembly.received += chunk.data.byteLength
    if (assembly.received < assembly.size) return undefined
    this.assemblies.delete(from)
    return whole(assembly)
  }

  /** Whether chunks of `from` are still missing; false after `add` gave up. */
  isUnderWay(from: NodeId): boolean {
    return this.assemblies.has(from)
  }

  private begin({ message, size }: SnapshotChunk): void {
    this.assemblies.delete(message.from)
    if (size <= this.snapshotBytesMax) this.assemblies.set(message.from, { message, size, parts: [], received: 0 })
  }
}

function continues({ message, size, received }: Assembly, chunk: SnapshotChunk): boolean {
  const { term, snapshot } = chunk.message
  return (
    term === message.term &&
    snapshot.index === message.snapshot.index &&
    chunk.offset === received &&
    chunk.size === size &&
    // An empty chunk goes nowhere: any number of them would fit.
    (chunk.data.byteLength > 0 || size === 0) &&
    received + chunk.data.byteLength <= size
  )
}

function whole({ message, parts, size }: Assembly): SnapshotMessage {
  const data = new Uint8Array(size)
  let offset = 0
  for (const part of parts) {
    data.set(part, offset)
    offset += part.byteLength
  }
  return { ...message, snapshot: { ...message.snapshot, data } }
}
