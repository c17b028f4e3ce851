import { join } from 'node:path'
import type { FileSystem, Logger } from '@gregor/base'
import { DAMAGE_ADVICE, markDamaged } from '../damage.ts'
import { CorruptLogError } from '../errors.ts'
import { forEachBounded } from '../for-each-bounded.ts'
import { JOURNAL_SPARE_FILE, JOURNAL_SUFFIX, LOG_SUFFIX, offsetFileName, parseOffsetFileName } from '../layout.ts'
import { hasBlockBehind, type ReadBlock, type ReadEntry, readBlock } from './journal-block.ts'

interface ReplayServices {
  readonly fileSystem: FileSystem
  readonly logger: Logger
}

interface ReplayFolder {
  /** The log dir. */
  readonly path: string
  /** Topic id, where known, of each partition's folder in it. */
  readonly partitions: ReadonlyMap<string, string | undefined>
}

type DataEntry = Exclude<ReadEntry, { kind: 'void' }>

/** What the files of a journal say. */
interface JournalContent {
  /** By name of the log: what is to be in its files, in order. */
  readonly entries: ReadonlyMap<string, readonly DataEntry[]>
  /** Blocks are missing in the middle: what was in them is not known. */
  readonly damagedAt: string | undefined
}

/** Logs that are written to at the same time. */
const CONCURRENT_LOGS = 4

/** Removes the journal of a log dir whose logs are durable without it. */
export async function removeJournal(fileSystem: FileSystem, folder: string): Promise<void> {
  const names = (await fileSystem.list(folder)).filter((name) => isJournalFile(name) || name === JOURNAL_SPARE_FILE)
  for (const name of names) await fileSystem.remove(join(folder, name))
  if (names.length > 0) await fileSystem.syncFolder(folder)
}

/**
 * Copies what the journal has to the files of the logs, before any of them is opened, and removes it when all is durable. It is
 * the same when a crash interrupted it before. Where the journal itself is damaged, the logs that may miss something are marked
 * as damaged.
 */
export async function replayJournal(services: ReplayServices, folder: ReplayFolder): Promise<void> {
  const content = await readJournal(services.fileSystem, folder.path)
  if (content === undefined) return
  const { entries, damagedAt } = content
  const damages = new Map<string, CorruptLogError>()
  await forEachBounded(entries, CONCURRENT_LOGS, async ([name, ofLog]) => {
    const found = await replayLog(services, folder, { name, entries: ofLog })
    if (found !== undefined) damages.set(name, found)
  })
  if (damagedAt !== undefined) {
    // Any log may have had records in what is missing.
    for (const name of folder.partitions.keys()) damages.set(name, damage(name, `${damagedAt} is damaged`))
  }
  for (const [name, found] of damages) {
    services.logger.error({ log: name, folder: folder.path, error: found }, 'the journal does not have all of a log')
    await markDamaged(services, join(folder.path, name), found)
  }
  services.logger.info({ folder: folder.path, logs: entries.size }, 'the journal was copied to the logs')
  await removeJournal(services.fileSystem, folder.path)
}

async function journalFiles(fileSystem: FileSystem, folder: string): Promise<string[]> {
  const names = await fileSystem.list(folder)
  return names.filter(isJournalFile)
}

function isJournalFile(name: string): boolean {
  return parseOffsetFileName(name, JOURNAL_SUFFIX) !== undefined
}

/** Undefined when there is no journal. */
async function readJournal(fileSystem: FileSystem, folder: string): Promise<JournalContent | undefined> {
  const names = await journalFiles(fileSystem, folder)
  if (names.length === 0) return undefined
  const entries = new Map<string, DataEntry[]>()
  let sequence = parseOffsetFileName(names[0]!, JOURNAL_SUFFIX)!
  for (const [index, name] of names.entries()) {
    const isLast = index === names.length - 1
    if (sequence !== parseOffsetFileName(name, JOURNAL_SUFFIX))
      return { entries, damagedAt: join(folder, names[index - 1]!) }
    const buffer = await fileSystem.readFile(join(folder, name))
    const { blocks, end } = blocksOf(buffer, sequence)
    sequence += blocks.length
    // Only the last block can be torn, and nobody was told of it: each was durable before the next was begun.
    // Behind it are zeros, or what was there when the file was another one.
    const isEnd = isLast && !hasBlockBehind(buffer, end, sequence)
    for (const block of blocks) take(entries, isEnd && block === blocks.at(-1) ? withoutTorn(block) : block)
    if (isLast && !isEnd) return { entries, damagedAt: join(folder, name) }
  }
  return { entries, damagedAt: undefined }
}

/** The blocks from the beginning of a file, whose sequences rise from `sequence`, and where they end. */
function blocksOf(buffer: Buffer, sequence: number): { readonly blocks: readonly ReadBlock[]; readonly end: number } {
  const blocks: ReadBlock[] = []
  for (;;) {
    const end = blocks.at(-1)?.end ?? 0
    const block = readBlock(buffer, end)
    if (block?.sequence !== sequence + blocks.length) return { blocks, end }
    blocks.push(block)
  }
}

function withoutTorn(block: ReadBlock): ReadBlock {
  return { ...block, entries: block.entries.filter((entry) => entry.kind === 'void' || entry.bytes !== undefined) }
}

function take(entries: Map<string, DataEntry[]>, block: ReadBlock): void {
  for (const entry of block.entries) {
    if (entry.kind === 'void') entries.delete(entry.name)
    else if (entries.has(entry.name)) entries.get(entry.name)!.push(entry)
    else entries.set(entry.name, [entry])
  }
}

/** Resolves with what is wrong when the log's file does not have all then that it is to have. */
async function replayLog(
  { fileSystem }: ReplayServices,
  folder: ReplayFolder,
  log: { readonly name: string; readonly entries: readonly DataEntry[] }
): Promise<CorruptLogError | undefined> {
  const topicId = folder.partitions.get(log.name)
  if (topicId === undefined) return undefined
  const path = join(folder.path, log.name)
  const bases = (await fileSystem.list(path)).map((file) => parseOffsetFileName(file, LOG_SUFFIX))
  const last = bases.findLast((base) => base !== undefined)
  // Segments before the last one were complete and durable when the next was begun.
  const entries = log.entries.filter((entry) => entry.segmentBase === last && entry.topicId === topicId)
  if (last === undefined || entries.length === 0) return undefined
  const segment = join(path, offsetFileName(last, LOG_SUFFIX))
  const file = await fileSystem.open(segment, 'write')
  try {
    let end = await file.size()
    for (const run of runsOf(entries)) {
      if (run.position > end)
        return damage(log.name, `${segment} ends at ${end}, and the journal goes on at ${run.position}`)
      await file.write(run.chunks, run.position)
      end = Math.max(end, run.end)
      if (run.damaged) return damage(log.name, `the journal’s copy of ${segment} is damaged at position ${run.end}`)
    }
    await file.sync()
  } finally {
    await file.close()
  }
  return undefined
}

interface Run {
  readonly position: number
  readonly chunks: readonly Buffer[]
  readonly end: number
  /** What follows at `end` is damaged. */
  readonly damaged: boolean
}

/** Entries that follow each other in the file, together. */
function runsOf(entries: readonly DataEntry[]): Run[] {
  const runs: Run[] = []
  for (const { position, bytes, length } of entries) {
    const before = runs.at(-1)
    const chunks = bytes === undefined ? [] : [bytes]
    const end = position + (bytes === undefined ? 0 : length)
    const damaged = bytes === undefined
    if (before?.end === position && !before.damaged) {
      runs[runs.length - 1] = { position: before.position, chunks: [...before.chunks, ...chunks], end, damaged }
    } else runs.push({ position, chunks, end, damaged })
  }
  return runs
}

function damage(name: string, what: string): CorruptLogError {
  return new CorruptLogError(`the log ${name} is damaged: ${what}. ${DAMAGE_ADVICE}`)
}
