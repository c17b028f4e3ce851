import { deserialize, serialize } from 'node:v8'
import { Level } from 'level'
import { MemoryLog, votersOnly, type Entry, type NodeId, type Ready, type Snapshot } from 'raft-ts'

type Operation = { type: 'put'; key: string; value: Uint8Array } | { type: 'del'; key: string }

const put = (key: string, value: unknown): Operation => ({ type: 'put', key, value: serialize(value) })
const entryKey = (index: number): string => `entry/${String(index).padStart(16, '0')}`

/** What a member must not forget: its term and vote, the log, and the snapshot before the log. */
export class Disk {
  private readonly level: Level<string, Uint8Array>
  private firstIndex = 0
  private lastIndex = 0

  constructor(folder: string) {
    this.level = new Level(folder, { valueEncoding: 'view' })
  }

  /** The log as it was left; a new one begins with the group's first members. */
  async load(members: readonly NodeId[]): Promise<MemoryLog> {
    const [hardState, snapshot] = await this.level.getMany(['hardState', 'snapshot'])
    const entries = await this.level.values({ gte: entryKey(0), lte: entryKey(Number.MAX_SAFE_INTEGER) }).all()
    const log = new MemoryLog({
      confState: votersOnly(members),
      hardState: hardState && deserialize(hardState),
      snapshot: snapshot && deserialize(snapshot),
      entries: entries.map((entry) => deserialize(entry) as Entry)
    })
    this.firstIndex = log.firstIndex()
    this.lastIndex = log.lastIndex()
    return log
  }

  /** One atomic batch for each Ready: the snapshot replaces all, the entries replace those from the first one's index on. */
  async write({ snapshot, entries, hardState, mustSync }: Ready): Promise<void> {
    const batch: Operation[] = []
    if (snapshot !== undefined) {
      batch.push(...this.dropped(this.firstIndex, this.lastIndex), put('snapshot', snapshot))
      this.firstIndex = snapshot.index + 1
      this.lastIndex = snapshot.index
    }
    const [first] = entries
    if (first !== undefined) {
      batch.push(
        ...this.dropped(first.index, this.lastIndex),
        ...entries.map((entry) => put(entryKey(entry.index), entry))
      )
      this.lastIndex = first.index + entries.length - 1
    }
    if (hardState !== undefined) batch.push(put('hardState', hardState))
    if (batch.length > 0) await this.level.batch(batch, { sync: mustSync })
  }

  /** Lets a snapshot of the own state stand for the entries up to its index. */
  async compact(snapshot: Snapshot): Promise<void> {
    await this.level.batch([...this.dropped(this.firstIndex, snapshot.index), put('snapshot', snapshot)], {
      sync: true
    })
    this.firstIndex = snapshot.index + 1
  }

  private dropped(from: number, to: number): Operation[] {
    return Array.from({ length: Math.max(0, to - from + 1) }, (_, position) => {
      return { type: 'del', key: entryKey(from + position) }
    })
  }
}
