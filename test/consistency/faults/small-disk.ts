import { mkdir, open, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { LocalClusterLayout } from '@gregor/server'
import { run } from '../../support/run.ts'

/** The file that fills a broker's disk. */
export interface Ballast {
  readonly broker: number
  /** Takes all the room that is left. */
  fill(): Promise<void>
  /** Gives it back. */
  free(): Promise<void>
  unmount(): Promise<void>
}

const sizeMiB = 1024
const chunk = Buffer.alloc(1 << 20)

/** Gives the last broker a disk of its own (tmpfs); undefined where this process may not mount one. */
export async function mountSmallDisk({ brokers }: LocalClusterLayout): Promise<Ballast | undefined> {
  const { id, dataFolder } = brokers.at(-1)!
  const folder = dirname(dataFolder)
  await mkdir(folder, { recursive: true })
  const mounted = await run('mount', ['-t', 'tmpfs', '-o', `size=${sizeMiB}m`, 'gregor-test', folder]).catch(
    () => undefined
  )
  if (mounted?.code !== 0) return undefined
  const file = join(folder, 'ballast')
  return {
    broker: id,
    fill: () => fillWith(file),
    free: () => rm(file, { force: true }),
    unmount: async () => void (await run('umount', ['-l', folder]))
  }
}

async function fillWith(file: string): Promise<void> {
  const handle = await open(file, 'w')
  try {
    // Others write meanwhile: it is full when not even one byte more fits.
    for (let bytes = chunk.length; bytes >= 1; bytes = Math.floor(bytes / 2)) {
      while (await fits(handle.write(chunk, 0, bytes)));
    }
  } finally {
    await handle.close()
  }
}

async function fits(write: Promise<unknown>): Promise<boolean> {
  return write.then(
    () => true,
    (error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOSPC') return false
      throw error
    }
  )
}
