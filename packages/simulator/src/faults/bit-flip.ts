import type { MemoryFileSystem } from '@gregor/log'
import { batchBytesOf, hasValidCrc, hasWholeBatch } from '@gregor/protocol'
import type { SeededRandom } from '../world/random.ts'

/** Where a batch's checksum begins to hold: what is before it is patched by brokers. */
const coveredFrom = 21

/**
 * Flips one bit of one batch of the partitions, on the disk of a node that is down. A good batch follows it: damage of the
 * very last batch before a crash cannot be told from a write that was torn.
 */
export function damageSomeBatch(disk: MemoryFileSystem, random: SeededRandom): void {
  disk.intercept(undefined)
  void flip(disk, { choice: random.int(1 << 20), fraction: random.fraction(), bit: 1 << random.int(8) })
}

async function flip(
  disk: MemoryFileSystem,
  where: { readonly choice: number; readonly fraction: number; readonly bit: number }
): Promise<void> {
  const batches: { readonly path: string; readonly from: number; readonly to: number }[] = []
  for (const path of await logFiles(disk)) {
    for (const { from, to } of followedBatches(await disk.readFile(path))) batches.push({ path, from, to })
  }
  const chosen = batches[where.choice % batches.length]
  if (chosen === undefined) return
  const from = chosen.from + coveredFrom
  const position = from + Math.floor(where.fraction * (chosen.to - from))
  const handle = await disk.open(chosen.path, 'write')
  const byte = new Uint8Array(1)
  await handle.read(byte, position)
  byte[0] = byte[0]! ^ where.bit
  await handle.write([byte], position)
  await handle.sync()
  await handle.close()
}

async function logFiles(disk: MemoryFileSystem): Promise<string[]> {
  const paths: string[] = []
  if ((await disk.stat('/data')) === undefined) return paths
  for (const folder of await disk.list('/data')) {
    if ((await disk.stat(`/data/${folder}`))?.folder !== true) continue
    for (const file of await disk.list(`/data/${folder}`)) {
      if (file.endsWith('.log')) paths.push(`/data/${folder}/${file}`)
    }
  }
  return paths
}

/** Good batches that another good one follows. */
function followedBatches(content: Buffer): { readonly from: number; readonly to: number }[] {
  const good: { readonly from: number; readonly to: number }[] = []
  for (let at = 0; hasWholeBatch(content, at) && hasValidCrc(content, at); at += batchBytesOf(content, at)) {
    good.push({ from: at, to: at + batchBytesOf(content, at) })
  }
  return good.slice(0, -1)
}
