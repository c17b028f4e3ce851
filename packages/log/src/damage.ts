import { join } from 'node:path'
import type { FileSystem, Logger } from '@gregor/base'
import { CorruptLogError } from './errors.ts'
import { DAMAGE_FILE } from './layout.ts'

/** What becomes of a log that is damaged, and what a person can do. */
export const DAMAGE_ADVICE =
  'The log stays closed so that nothing acknowledged is dropped unseen. Once another broker leads the partition, the folder is set aside and the records are copied from there. Where no other replica may lead, restore the folder from a copy, or stop the broker and move the folder away to begin with an empty log.'

/**
 * Notes in a log's folder that it is damaged: a start that checks only its end would take it for sound. Never rejects:
 * a disk that does not even take that is told of in the log.
 */
export async function markDamaged(
  services: { readonly fileSystem: FileSystem; readonly logger: Logger },
  folder: string,
  damage: CorruptLogError
): Promise<void> {
  try {
    await services.fileSystem.replaceFile(join(folder, DAMAGE_FILE), `${damage.message}\n`)
  } catch (error) {
    services.logger.warn({ folder, error }, 'cannot note in the folder of a damaged log that it is damaged')
  }
}

/** Rejects with a CorruptLogError when damage was noted in the folder. */
export async function checkNotMarked(
  services: { readonly fileSystem: FileSystem },
  folder: string,
  names: readonly string[]
): Promise<void> {
  if (!names.includes(DAMAGE_FILE)) return
  const path = join(folder, DAMAGE_FILE)
  const found = (await services.fileSystem.readFile(path)).toString().trim()
  throw new CorruptLogError(
    `${path} says: ${found} ${DAMAGE_ADVICE} To use the log as it is, with the damage in it, remove that file and start the broker again.`
  )
}
