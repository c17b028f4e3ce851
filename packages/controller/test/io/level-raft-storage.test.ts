import { cp, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { Level } from 'level'
import type { Entry, Snapshot } from 'raft-ts'
import {
  createLevelRaftStorage,
  type QuorumOrigin,
  type RaftStorage,
  type RaftWrite,
  type StoredRaft
} from '../../src/index.ts'

let root: string
let folder: string
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'gregor-raft-'))
  folder = join(root, 'metadata')
})
afterEach(() => rm(root, { recursive: true, force: true }))

const nothing: RaftWrite = { snapshot: undefined, entries: [], hardState: undefined, sync: true }
const state = (term: number, commit: number): RaftWrite['hardState'] => ({ term, vote: 1, commit })

function entry(index: number, term = 1, text = `entry ${index}`): Entry {
  return { index, term, kind: 'normal', data: Buffer.from(text) }
}

function snapshot(index: number, term = 1): Snapshot {
  const confState = { voters: [1, 2, 3], votersOutgoing: [], learners: [], learnersNext: [], autoLeave: false }
  return { index, term, confState, data: Buffer.from(`state at ${index}`) }
}

function open(options: { nodeId?: number; expectExisting?: boolean; at?: string } = {}): RaftStorage {
  const { nodeId = 1, expectExisting = false, at = folder } = options
  return createLevelRaftStorage({ folder: at, nodeId, expectExisting })
}

/** What the disk has: "term 2 commit 3 snapshot 5 entries 6:2 7:2". */
function told({ hardState, snapshot: base, entries }: StoredRaft): string {
  const numbers = entries.map(({ index, term }) => `${index}:${term}`).join(' ')
  return `term ${hardState?.term} commit ${hardState?.commit} snapshot ${base?.index} entries ${numbers}`
}

const origin: QuorumOrigin = { directoryId: 'folder-1', firstVoters: [], contacts: [], joining: true }

/** A member begins, does something on the storage and closes it; says what a new one finds. */
async function after(work: (storage: RaftStorage) => Promise<void>): Promise<string> {
  const storage = open()
  const stored = await storage.load()
  if (stored.origin === undefined) await storage.write({ ...nothing, origin })
  await work(storage)
  await storage.close()
  return reopened()
}

async function reopened(at = folder): Promise<string> {
  const storage = open({ at })
  try {
    return told(await storage.load())
  } finally {
    await storage.close()
  }
}

async function spoil(work: (db: Level<string, Uint8Array>) => Promise<void>): Promise<void> {
  const db = new Level<string, Uint8Array>(folder, { valueEncoding: 'buffer' })
  await work(db)
  await db.close()
}

describe('the metadata log on disk', () => {
  test('is empty at first, and the same storage after a restart', async () => {
    expect(await after(async () => {})).toBe('term undefined commit undefined snapshot undefined entries ')
    const write = { ...nothing, entries: [entry(2), entry(3)], hardState: state(1, 2) }
    expect(await after((storage) => storage.write(write))).toBe('term 1 commit 2 snapshot undefined entries 2:1 3:1')
  })

  test('remembers how its member began, and when it votes again', async () => {
    await after(async () => {})
    const read = async (): Promise<QuorumOrigin | undefined> => {
      const storage = open()
      const stored = await storage.load()
      await storage.close()
      return stored.origin
    }
    expect(await read()).toEqual(origin)
    await after((storage) => storage.write({ ...nothing, origin: { ...origin, joining: false } }))
    expect(await read()).toEqual({ ...origin, joining: false })
  })

  test('of a folder that nobody began in has no origin', async () => {
    const storage = open()
    expect((await storage.load()).origin).toBeUndefined()
    await storage.close()
    const again = open({ nodeId: 2 })
    expect((await again.load()).origin).toBeUndefined()
    await again.close()
  })

  test('keeps the bytes of entries and snapshots', async () => {
    await after(async (storage) => {
      await storage.write({ ...nothing, entries: [{ ...entry(2), kind: 'config' }], hardState: state(7, 2) })
      await storage.compact(snapshot(2), 2)
    })
    const storage = open()
    const stored = await storage.load()
    await storage.close()
    expect(stored.hardState).toEqual({ term: 7, vote: 1, commit: 2 })
    expect(stored.entries.map(({ kind, data }) => [kind, String(data)])).toEqual([['config', 'entry 2']])
    expect({ ...stored.snapshot, data: String(stored.snapshot?.data) }).toEqual({ ...snapshot(2), data: 'state at 2' })
  })

  test('an entry replaces all from its index on', async () => {
    const found = await after(async (storage) => {
      await storage.write({ ...nothing, entries: [entry(2), entry(3), entry(4)], hardState: state(1, 2) })
      await storage.write({ ...nothing, entries: [entry(3, 2)], hardState: state(2, 2) })
    })
    expect(found).toBe('term 2 commit 2 snapshot undefined entries 2:1 3:2')
  })

  test('truncates within one write too', async () => {
    const entries = [entry(2), entry(3), entry(4), entry(3, 2)]
    const found = await after((storage) => storage.write({ ...nothing, entries, hardState: state(2, 2) }))
    expect(found).toBe('term 2 commit 2 snapshot undefined entries 2:1 3:2')
  })

  test('a snapshot of the leader replaces everything; later entries follow it', async () => {
    const found = await after(async (storage) => {
      await storage.write({ ...nothing, entries: [entry(2), entry(3)], hardState: state(1, 2) })
      await storage.write({ ...nothing, snapshot: snapshot(9, 2), entries: [entry(10, 2)], hardState: state(2, 9) })
    })
    expect(found).toBe('term 2 commit 9 snapshot 9 entries 10:2')
  })

  test('an own snapshot keeps the entries that members which lag may ask for', async () => {
    const entries = [2, 3, 4, 5].map((index) => entry(index))
    const found = await after(async (storage) => {
      await storage.write({ ...nothing, entries, hardState: state(1, 5) })
      await storage.compact(snapshot(5), 4)
      await storage.write({ ...nothing, entries: [entry(6)] })
    })
    expect(found).toBe('term 1 commit 5 snapshot 5 entries 4:1 5:1 6:1')
  })

  test('what a process wrote before it was killed is there', async () => {
    const storage = open()
    await storage.load()
    await storage.write({ ...nothing, origin })
    await storage.write({ ...nothing, entries: [entry(2), entry(3)], hardState: state(3, 3) })
    // The files as they lie there while the storage is still open: nothing was closed or flushed on the way out.
    const copy = join(root, 'copy')
    await cp(folder, copy, { recursive: true })
    await storage.close()
    await rm(join(copy, 'LOCK'), { force: true })
    expect(await reopened(copy)).toBe('term 3 commit 3 snapshot undefined entries 2:1 3:1')
  })
})

describe('a metadata log that cannot be used stops the start, in words', () => {
  async function filled(): Promise<void> {
    const entries = [2, 3, 4].map((index) => entry(index))
    await after((storage) => storage.write({ ...nothing, entries, hardState: state(1, 2) }))
  }

  async function problem(options: Parameters<typeof open>[0] = {}): Promise<string> {
    const storage = open(options)
    const error: unknown = await storage.load().then(
      () => new Error('loaded'),
      (reason: unknown) => reason
    )
    await storage.close()
    expect(error).toMatchObject({ name: 'RaftStorageError' })
    return (error as Error).message
  }

  test('the log of another node', async () => {
    await filled()
    expect(await problem({ nodeId: 2 })).toMatch(/belongs to node 1, but node.id is 2/)
  })

  test('a log that is gone', async () => {
    expect(await problem({ expectExisting: true })).toMatch(/is gone, though node 1 took part/)
  })

  test('a flipped bit', async () => {
    await filled()
    await spoil(async (db) => {
      const key = 'entry/00000000000003'
      const value = Buffer.from((await db.get(key)) ?? [])
      value[value.length - 1]! ^= 1
      await db.put(key, value)
    })
    expect(await problem()).toMatch(/entry 3 of the metadata log is damaged.*restore it/)
  })

  test('a missing entry', async () => {
    await filled()
    await spoil((db) => db.del('entry/00000000000003'))
    expect(await problem()).toMatch(/entry 2 of the metadata log is followed by entry 4/)
  })

  test('a missing beginning', async () => {
    await filled()
    await spoil((db) => db.del('entry/00000000000002'))
    expect(await problem()).toMatch(/entries of the metadata log before entry 3 are missing/)
  })

  test('a missing origin', async () => {
    await filled()
    await spoil((db) => db.del('origin'))
    expect(await problem()).toMatch(/origin of the metadata log is missing.*restore it/)
  })

  test('entries without a format', async () => {
    await filled()
    await spoil(async (db) => {
      await db.del('origin')
      await db.del('format')
    })
    expect(await problem()).toMatch(/origin of the metadata log is missing/)
  })

  test('a format of another version', async () => {
    await filled()
    await spoil((db) => db.put('format', Buffer.from(JSON.stringify({ version: 1, nodeId: 1 }))))
    expect(await problem()).toMatch(/has format 1, known is 2: start the version of Gregor that wrote it/)
  })

  test('a missing vote', async () => {
    await filled()
    await spoil((db) => db.del('state'))
    expect(await problem()).toMatch(/vote of the metadata log is missing/)
  })

  test('files that are no database any more', async () => {
    await filled()
    for (const name of await readdir(folder)) {
      if (name.startsWith('MANIFEST')) await writeFile(join(folder, name), 'nonsense')
    }
    expect(await problem()).toMatch(/cannot read the metadata log in .*move the folder away/)
  })

  test('another process that uses it', async () => {
    const first = open()
    await first.load()
    expect(await problem()).toMatch(/in use by another process/)
    await first.close()
  })
})
