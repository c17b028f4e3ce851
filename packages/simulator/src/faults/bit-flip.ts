import type { MemoryFileSystem } from '@gregor/log'
import type { SeededRandom } from '../world/random.ts'

/** Flips one bit of one file of the partitions, on the disk of a node that is down. */
export function damageSomeFile(disk: MemoryFileSystem, random: SeededRandom): void {
  disk.intercept(undefined)
  const fraction = random.fraction()
  const bit = 1 << random.int(8)
  const choice = random.int(1 << 20)
  void flip(disk, { fraction, bit, choice })
}

async function flip(
  disk: MemoryFileSystem,
  where: { readonly fraction: number; readonly bit: number; readonly choice: number }
): Promise<void> {
  const paths: string[] = []
  for (const folder of await disk.list('/data')) {
    if ((await disk.stat(`/data/${folder}`))?.folder !== true) continue
    for (const file of await disk.list(`/data/${folder}`))
      if (file.endsWith('.log')) paths.push(`/data/${folder}/${file}`)
  }
  const path = paths[where.choice % paths.length]
  if (path === undefined) return
  const handle = await disk.open(path, 'write')
  const size = await handle.size()
  if (size > 0) {
    const position = Math.floor(where.fraction * size)
    const byte = new Uint8Array(1)
    await handle.read(byte, position)
    byte[0] = byte[0]! ^ where.bit
    await handle.write([byte], position)
    await handle.sync()
  }
  await handle.close()
}
