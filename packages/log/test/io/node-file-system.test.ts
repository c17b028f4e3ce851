import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile, rm, statfs, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { FolderLockedError, nodeFileSystem, nodeFolderLocks } from '../../src/index.ts'
import { append, flushed, openLogs, orders, readAll, smallLog, valuesOf } from '../support/logs.ts'

let folder = ''
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gregor-log-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

describe('files', () => {
  test('are on a disk that tells how much room it has left', async () => {
    const { bavail, bsize } = await statfs(folder)
    const freeBytes = await nodeFileSystem.freeBytes(folder)
    // Others write to the same disk meanwhile.
    expect(Math.abs(freeBytes - bavail * bsize)).toBeLessThan(1 << 30)
    expect(freeBytes).toBeGreaterThan(0)
    await expect(nodeFileSystem.freeBytes(join(folder, 'missing'))).rejects.toMatchObject({ code: 'ENOENT' })
  })

  test('take many chunks at once, at any position, and give them back', async () => {
    const path = join(folder, 'file')
    const file = await nodeFileSystem.open(path, 'create')
    const chunks = Array.from({ length: 2500 }, (_, index) => Buffer.from(`${index},`))
    await file.write(chunks, 3)
    await file.write([Buffer.from('abc')], 0)
    await file.write([], 0)
    await file.sync()
    const whole = Buffer.concat([Buffer.from('abc'), ...chunks])
    const read = Buffer.alloc(whole.length + 10)
    expect(await file.read(read, 0)).toBe(whole.length)
    expect(read.subarray(0, whole.length).equals(whole)).toBe(true)
    expect(await file.size()).toBe(whole.length)
    await file.truncate(5)
    expect(await file.read(read, 3)).toBe(2)
    await file.close()
    await expect(nodeFileSystem.open(join(folder, 'none'), 'write')).rejects.toMatchObject({ code: 'ENOENT' })
  })

  test('are replaced whole, renamed, listed and removed', async () => {
    const path = join(folder, 'sub', 'file')
    await nodeFileSystem.makeFolder(join(folder, 'sub'))
    await nodeFileSystem.replaceFile(path, 'one')
    await nodeFileSystem.replaceFile(path, Buffer.from('two'))
    expect((await nodeFileSystem.readFile(path)).toString()).toBe('two')
    expect(await nodeFileSystem.stat(path)).toMatchObject({ size: 3, folder: false })
    expect(await nodeFileSystem.stat(join(folder, 'sub'))).toMatchObject({ folder: true })
    expect(await nodeFileSystem.stat(join(folder, 'none'))).toBeUndefined()
    await nodeFileSystem.rename(path, `${path}2`)
    expect(await nodeFileSystem.list(join(folder, 'sub'))).toEqual(['file2'])
    await nodeFileSystem.syncFolder(folder)
    await nodeFileSystem.remove(`${path}2`)
    await nodeFileSystem.remove(`${path}2`)
    await nodeFileSystem.removeFolder(join(folder, 'sub'))
    expect(await nodeFileSystem.list(folder)).toEqual([])
  })
})

describe('logs on a real disk', () => {
  const open = () => openLogs(nodeFileSystem, { folders: [folder], locks: nodeFolderLocks })

  test('are there after a clean stop', async () => {
    const logs = await open()
    const log = await logs.open(orders, { ...smallLog, segmentBytes: 2000 })
    for (let index = 0; index < 100; index++) append(log, [`value ${index}`, 'x'.repeat(index)])
    await flushed(log)
    const content = await readAll(log)
    await logs.close()
    const again = await open()
    expect(again.cleanShutdown).toBe(true)
    const reopened = await again.open(orders, smallLog)
    expect((await readAll(reopened)).equals(content)).toBe(true)
    await again.close()
  })

  test('are there when the file was torn', async () => {
    const logs = await open()
    const log = await logs.open(orders, smallLog)
    for (let index = 0; index < 10; index++) append(log, [`value ${index}`])
    await logs.close()
    await rm(join(folder, '.kafka_cleanshutdown'))
    await rm(join(folder, 'recovery-point-offset-checkpoint'))
    const path = join(folder, 'orders-0', '00000000000000000000.log')
    await writeFile(path, (await readFile(path)).subarray(0, -7))
    const again = await open()
    expect(await valuesOf(await again.open(orders, smallLog))).toHaveLength(9)
    await again.close()
  })
})

describe('the lock of a log dir', () => {
  test('keeps the same process from opening it twice', async () => {
    const lock = await nodeFolderLocks.acquire(folder)
    await expect(nodeFolderLocks.acquire(folder)).rejects.toThrow(FolderLockedError)
    await lock.release()
    await (await nodeFolderLocks.acquire(folder)).release()
    expect(await nodeFileSystem.list(folder)).toEqual([])
  })

  test('names the other process that has it, and what to do', async () => {
    const other = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'ignore' })
    try {
      const stat = await readFile(`/proc/${other.pid}/stat`, 'utf8').catch(() => '')
      const startTime = stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? ''
      await writeFile(join(folder, '.lock'), `${other.pid}\n${startTime}\n`)
      await expect(nodeFolderLocks.acquire(folder)).rejects.toThrow(
        new RegExp(`${folder} is in use by process ${other.pid}\\. Stop that process, or .* log\\.dirs`)
      )
    } finally {
      other.kill('SIGKILL')
      await once(other, 'exit')
    }
    await (await nodeFolderLocks.acquire(folder)).release()
  })

  test.each(['', 'garbage', `${process.pid}\n0\n`, '999999999\n12\n'])(
    'is taken over from a dead holder (%j)',
    async (content) => {
      await writeFile(join(folder, '.lock'), content)
      const lock = await nodeFolderLocks.acquire(folder)
      expect((await readFile(join(folder, '.lock'), 'utf8')).split('\n')[0]).toBe(String(process.pid))
      await lock.release()
    }
  )
})
