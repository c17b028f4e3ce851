import { type FileOperation, type MemoryFileSystem, memoryFileSystem } from '@gregor/log'
import { RaftDisk } from './raft-disk.ts'
import type { SeededRandom } from './random.ts'
import type { SimProcess } from './sim-process.ts'
import type { SimTime } from './sim-time.ts'

/** How long the operations of a disk take. Most are quick. */
export interface DiskTemper {
  readonly syncMs: { readonly least: number; readonly most: number }
  readonly writeMs: { readonly least: number; readonly most: number }
}

/** What is wrong with a disk at the moment. */
export interface DiskFaults {
  /** Nothing can be written: ENOSPC. */
  full: boolean
  /** The room that the disk says it has left. */
  freeBytes: number
  /** The probability that a sync, a write or a read fails: EIO. */
  errors: number
  /** Every sync takes so much longer. */
  slowMs: number
  /** Whether every operation in the log dir that is on a disk of its own fails: EIO. */
  spareFails: boolean
}

/** Nothing is wrong. */
export function workingDisk(): DiskFaults {
  return { full: false, freeBytes: Infinity, errors: 0, slowMs: 0, spareFails: false }
}

/** The log dir that has the metadata log, and one on a disk of its own that some clusters have. */
export const mainDir = '/data'
export const spareDir = '/spare'

/** The disk of one node: its log dirs and its metadata log. It outlives processes. */
export class SimDisk {
  readonly raft = new RaftDisk()
  readonly faults: DiskFaults = workingDisk()
  fileSystem: MemoryFileSystem = memoryFileSystem()
  /** Operations that failed since the last look. */
  failures = 0
  readonly #time: SimTime
  readonly #random: SeededRandom
  readonly #temper: DiskTemper

  constructor(options: { readonly time: SimTime; readonly random: SeededRandom; readonly temper: DiskTemper }) {
    this.#time = options.time
    this.#random = options.random
    this.#temper = options.temper
  }

  /** From now on `process` uses it. */
  attach(process: SimProcess): MemoryFileSystem {
    this.fileSystem.intercept((operation) => this.#before(process, operation))
    this.fileSystem.room = () => this.faults.freeBytes
    return this.fileSystem
  }

  /** The process was killed: what it wrote is in the page cache. */
  kill(): void {
    this.fileSystem = this.fileSystem.kill()
  }

  /** What was not synced is lost, or torn, or there. */
  powerCut(): void {
    const tear = this.#random.chance(0.5) ? 'sectors' : 'tail'
    const survives = this.#random.chance(0.8)
    this.fileSystem = this.fileSystem.crash(survives ? { random: this.#random, tear } : {})
    this.raft.powerCut(this.#random)
  }

  wipe(): void {
    this.fileSystem = memoryFileSystem()
    this.raft.wipe()
  }

  /** An empty disk takes the place of the one that has the second log dir; no process runs. Done before time goes on. */
  async replaceSpare(): Promise<void> {
    const { fileSystem } = this
    fileSystem.intercept(undefined)
    const content = new Map<string, Buffer | 'folder'>([['/', 'folder']])
    const keep = async (path: string): Promise<void> => {
      const found = await fileSystem.stat(path)
      if (found === undefined) return
      content.set(path, found.folder ? 'folder' : await fileSystem.readFile(path))
      if (found.folder) for (const name of await fileSystem.list(path)) await keep(`${path}/${name}`)
    }
    await keep(mainDir)
    this.fileSystem = memoryFileSystem({ content })
  }

  /** For the metadata log, which has no file operations of its own here. */
  readonly raftWait = async (process: SimProcess, kind: 'read' | 'write' | 'sync'): Promise<void> => {
    await this.#before(process, { kind, path: '/metadata' })
    if (process.dead) await new Promise(() => {})
  }

  #before(process: SimProcess, { kind, path }: FileOperation): Promise<void> | undefined {
    const { full, errors, slowMs, spareFails } = this.faults
    if (spareFails && path.startsWith(spareDir)) throw this.#failed('EIO', path)
    if (full && (kind === 'write' || kind === 'replace' || kind === 'folder')) throw this.#failed('ENOSPC', path)
    if (errors > 0 && (kind === 'sync' || kind === 'write' || kind === 'read') && this.#random.chance(errors)) {
      throw this.#failed('EIO', path)
    }
    const { syncMs, writeMs } = this.#temper
    if (kind === 'sync' || kind === 'replace') {
      return this.#pass(process, kind, this.#random.skewed(syncMs.least, syncMs.most) + slowMs)
    }
    if (kind !== 'write' || writeMs.most === 0) return undefined
    return this.#pass(process, kind, this.#random.skewed(writeMs.least, writeMs.most))
  }

  #pass(process: SimProcess, label: string, delayMs: number): Promise<void> {
    return new Promise((resolve) => {
      this.#time.plan({ delayMs, process, label, run: resolve })
    })
  }

  #failed(code: string, path: string): Error {
    this.failures++
    return Object.assign(new Error(`${code}: ${path}`), { code, path })
  }
}
