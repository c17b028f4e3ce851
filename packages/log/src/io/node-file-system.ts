import * as fs from 'node:fs'
import * as fsPromises from 'node:fs/promises'
import { dirname } from 'node:path'
import type { FileHandle, FileSystem } from '@gregor/base'
import { errorCode } from '../errors.ts'
import { writingThrough } from '../write-through.ts'

/** Most buffers that one writev takes (IOV_MAX of Linux and macOS). */
const VECTOR_MAX = 1024

/** Windows has none. */
const DURABLE_FLAG = process.platform === 'win32' ? 0 : fs.constants.O_DSYNC

const CREATE_FLAGS = fs.constants.O_RDWR | fs.constants.O_CREAT

const openFlags = { read: 'r', write: 'r+', create: CREATE_FLAGS, durable: CREATE_FLAGS | DURABLE_FLAG }

/** The machine's files. Raw descriptors with callbacks: half the cost of node's FileHandle objects per operation. */
export const nodeFileSystem: FileSystem = {
  async open(path, mode) {
    const handle = nodeFileHandle(await opened(path, openFlags[mode]))
    return mode === 'durable' && DURABLE_FLAG === 0 ? writingThrough(handle) : handle
  },

  readFile: (path) =>
    new Promise((resolve, reject) => {
      fs.readFile(path, (error, content) => {
        if (error === null) resolve(content)
        else reject(error)
      })
    }),

  async replaceFile(path, content) {
    const temporary = `${path}.tmp`
    const file = nodeFileHandle(await opened(temporary, 'w'))
    try {
      await file.write([typeof content === 'string' ? Buffer.from(content) : content], 0)
      await file.sync()
    } finally {
      await file.close()
    }
    await fsPromises.rename(temporary, path)
    await syncFolder(dirname(path))
  },

  rename: (from, to) => fsPromises.rename(from, to),

  remove: (path) => fsPromises.rm(path, { force: true }),

  removeFolder: (path) => fsPromises.rm(path, { recursive: true, force: true }),

  async makeFolder(path) {
    const first = await fsPromises.mkdir(path, { recursive: true })
    if (first === undefined) return
    for (let made = path; made.length >= first.length; made = dirname(made)) await syncFolder(dirname(made))
  },

  async freeBytes(path) {
    const { bavail, bsize } = await fsPromises.statfs(path)
    return bavail * bsize
  },

  async list(path) {
    return (await fsPromises.readdir(path)).sort()
  },

  async stat(path) {
    try {
      const found = await fsPromises.stat(path)
      return { size: found.size, folder: found.isDirectory(), modifiedMs: found.mtimeMs }
    } catch (error) {
      if (errorCode(error) === 'ENOENT') return undefined
      throw error
    }
  },

  syncFolder
}

/** Windows cannot open a folder, and needs no sync of one. */
async function syncFolder(path: string): Promise<void> {
  if (process.platform === 'win32') return
  const descriptor = await opened(path, 'r')
  try {
    await settled((done) => fs.fsync(descriptor, done))
  } finally {
    await settled((done) => fs.close(descriptor, done))
  }
}

function opened(path: string, flags: string | number): Promise<number> {
  return new Promise((resolve, reject) => {
    fs.open(path, flags, 0o644, (error, descriptor) => {
      if (error === null) resolve(descriptor)
      else reject(error)
    })
  })
}

function nodeFileHandle(descriptor: number): FileHandle {
  return {
    async read(target, position) {
      let filled = 0
      while (filled < target.length) {
        const count = await readSome(descriptor, target, filled, position + filled)
        if (count === 0) break
        filled += count
      }
      return filled
    },

    async write(chunks, position) {
      let at = position
      let rest = chunks.filter((chunk) => chunk.length > 0)
      while (rest.length > 0) {
        const written = await writeSome(descriptor, rest.slice(0, VECTOR_MAX), at)
        at += written
        rest = dropWritten(rest, written)
      }
    },

    sync: () => settled((done) => fs.fdatasync(descriptor, done)),
    truncate: (size) => settled((done) => fs.ftruncate(descriptor, size, done)),
    close: () => settled((done) => fs.close(descriptor, done)),

    size() {
      return new Promise((resolve, reject) => {
        fs.fstat(descriptor, (error, found) => {
          if (error === null) resolve(found.size)
          else reject(error)
        })
      })
    }
  }
}

function settled(start: (done: (error: Error | null | undefined) => void) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    start((error) => {
      if (error === null || error === undefined) resolve()
      else reject(error)
    })
  })
}

function readSome(descriptor: number, target: Uint8Array, offset: number, position: number): Promise<number> {
  return new Promise((resolve, reject) => {
    fs.read(descriptor, target, offset, target.length - offset, position, (error, count) => {
      if (error === null) resolve(count)
      else reject(error)
    })
  })
}

function writeSome(descriptor: number, chunks: readonly Uint8Array[], position: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const done = (error: Error | null, count: number): void => {
      if (error === null) resolve(count)
      else reject(error)
    }
    if (chunks.length === 1) fs.write(descriptor, chunks[0]!, 0, chunks[0]!.length, position, done)
    else fs.writev(descriptor, chunks, position, done)
  })
}

/** What is left of `chunks` after a write took the first `written` bytes; a short write is legal. */
function dropWritten(chunks: readonly Uint8Array[], written: number): Uint8Array[] {
  let left = written
  let index = 0
  while (index < chunks.length && left >= chunks[index]!.length) left -= chunks[index++]!.length
  const rest = chunks.slice(index)
  if (left > 0) rest[0] = rest[0]!.subarray(left)
  return rest
}
