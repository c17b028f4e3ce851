import * as fs from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { errorCode, FolderLockedError } from '../errors.ts'
import { LOCK_FILE } from '../layout.ts'
import type { FolderLocks } from '../locks.ts'

const ATTEMPTS = 5

/** Folders that this process has: a pid alone does not tell them from what an earlier process of the same pid left. */
const held = new Set<string>()

/**
 * A `.lock` file with the pid of the holder. Node has no lock that the system gives back when a process dies, so a lock
 * whose process is gone is taken over: after kill -9 the next start needs no hand.
 */
export const nodeFolderLocks: FolderLocks = {
  async acquire(folder) {
    const path = resolve(join(folder, LOCK_FILE))
    if (held.has(path)) throw lockedBy(folder, process.pid)
    held.add(path)
    try {
      await takeLock(folder, path)
    } catch (error) {
      held.delete(path)
      throw error
    }
    return {
      async release() {
        if (held.delete(path)) await fs.rm(path, { force: true })
      }
    }
  }
}

async function takeLock(folder: string, path: string): Promise<void> {
  const own = `${path}.${process.pid}`
  await fs.writeFile(own, await describeProcess(process.pid))
  try {
    for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
      if (await linkNew(own, path)) return
      const holder = await readLock(path)
      if (holder === undefined) continue
      if (await isAlive(holder)) throw lockedBy(folder, Number.parseInt(holder, 10))
      await removeStale(path, holder)
    }
    throw new FolderLockedError(`${path} changes hands again and again; other processes are starting on ${folder}`)
  } finally {
    await fs.rm(own, { force: true })
  }
}

/** Whether `path` is ours now: a link either appears whole or is refused. */
async function linkNew(own: string, path: string): Promise<boolean> {
  try {
    await fs.link(own, path)
    return true
  } catch (error) {
    if (errorCode(error) === 'EEXIST') return false
    throw error
  }
}

async function readLock(path: string): Promise<string | undefined> {
  try {
    return await fs.readFile(path, 'utf8')
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return undefined
    throw error
  }
}

/** Takes a dead process's lock away; puts it back when another starter has replaced it in between. */
async function removeStale(path: string, holder: string): Promise<void> {
  const aside = `${path}.stale.${process.pid}`
  try {
    await fs.rename(path, aside)
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return
    throw error
  }
  if ((await fs.readFile(aside, 'utf8')) !== holder) await linkNew(aside, path)
  await fs.rm(aside, { force: true })
}

/** The pid and, where the system tells it, when the process started: pids are used again. */
async function describeProcess(pid: number): Promise<string> {
  return `${pid}\n${await startTime(pid)}\n`
}

async function startTime(pid: number): Promise<string> {
  try {
    const stat = await fs.readFile(`/proc/${pid}/stat`, 'utf8')
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? ''
  } catch {
    return ''
  }
}

async function isAlive(holder: string): Promise<boolean> {
  const pid = Number.parseInt(holder, 10)
  if (!(pid > 0) || pid === process.pid) return false
  try {
    process.kill(pid, 0)
  } catch (error) {
    if (errorCode(error) === 'ESRCH') return false
  }
  return holder === (await describeProcess(pid))
}

function lockedBy(folder: string, pid: number): FolderLockedError {
  return new FolderLockedError(
    `the log dir ${folder} is in use by process ${pid}. Stop that process, or give this broker another folder in log.dirs.`
  )
}
