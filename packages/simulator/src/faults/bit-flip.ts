import { basename } from 'node:path'
import type { FileHandle } from '@gregor/base'
import type { MemoryFileSystem } from '@gregor/log'
import {
  BATCH,
  baseOffsetOf,
  batchBytesOf,
  hasValidCrc,
  hasWholeBatch,
  lastOffsetOf,
  MAGIC_V2,
  magicOf
} from '@gregor/protocol'
import type { SeededRandom } from '../world/random.ts'
import { mainDir, spareDir } from '../world/sim-disk.ts'

/** In the paths of logs that are compacted. */
const INTERNAL = '/__'

interface Batch {
  readonly path: string
  readonly from: number
  readonly to: number
}

/**
 * Flips one bit of one batch of the partitions, on the disk of a node that is down; of the last batch too, but never of one
 * that is damaged already: two wrong bits may be taken for a torn write. Not one of the
 * leader epoch, which no checksum covers and the leader mends like any divergence. Nor of an offset where compaction may
 * leave gaps: there a last batch with a wrong one looks like any other.
 */
export function damageSomeBatch(disk: MemoryFileSystem, random: SeededRandom): void {
  disk.intercept(undefined)
  void flip(disk, { choice: random.int(1 << 20), fraction: random.fraction(), bit: 1 << random.int(8) })
}

async function flip(
  disk: MemoryFileSystem,
  where: { readonly choice: number; readonly fraction: number; readonly bit: number }
): Promise<void> {
  const batches: Batch[] = []
  for (const path of await logFiles(disk)) batches.push(...goodBatches(path, await disk.readFile(path)))
  const batch = batches[where.choice % batches.length]
  if (batch === undefined) return
  const position = positionIn(batch, where.fraction)
  const file = await disk.open(batch.path, 'write')
  await flipAt(file, position, where.bit)
  await file.close()
}

function positionIn({ path, from, to }: Batch, fraction: number): number {
  const first = path.includes(INTERNAL) ? BATCH.LENGTH : BATCH.BASE_OFFSET
  const leaderEpochBytes = BATCH.MAGIC - BATCH.LEADER_EPOCH
  const drawn = first + Math.floor(fraction * (to - from - first - leaderEpochBytes))
  return from + (drawn < BATCH.LEADER_EPOCH ? drawn : drawn + leaderEpochBytes)
}

async function flipAt(file: FileHandle, position: number, bit: number): Promise<void> {
  const byte = new Uint8Array(1)
  await file.read(byte, position)
  byte[0] = byte[0]! ^ bit
  await file.write([byte], position)
  await file.sync()
}

async function logFiles(disk: MemoryFileSystem): Promise<string[]> {
  const paths: string[] = []
  for (const dir of [mainDir, spareDir]) {
    if ((await disk.stat(dir)) === undefined) continue
    for (const folder of await disk.list(dir)) {
      if (/-(damaged|stray)$/.test(folder) || (await disk.stat(`${dir}/${folder}`))?.folder !== true) continue
      for (const file of await disk.list(`${dir}/${folder}`)) {
        if (file.endsWith('.log')) paths.push(`${dir}/${folder}/${file}`)
      }
    }
  }
  return paths
}

/** The batches before the first damaged one. The checksum covers neither the magic byte nor the base offset. */
function goodBatches(path: string, content: Buffer): Batch[] {
  const good: Batch[] = []
  const mayHaveGaps = path.includes(INTERNAL)
  let offset = Number.parseInt(basename(path), 10)
  for (let at = 0; hasWholeBatch(content, at) && hasValidCrc(content, at); at += batchBytesOf(content, at)) {
    const follows = baseOffsetOf(content, at) === offset || mayHaveGaps
    if (!follows || magicOf(content, at) !== MAGIC_V2) break
    good.push({ path, from: at, to: at + batchBytesOf(content, at) })
    offset = lastOffsetOf(content, at) + 1
  }
  return good
}
