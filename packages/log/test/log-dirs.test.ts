import { describe, expect, test } from '@jest/globals'
import { type Logger, PartitionIndex, silentLogger, TopicId } from '@gregor/base'
import { ErrorCode } from '@gregor/protocol'
import {
  type FileOperation,
  FolderLockedError,
  LogDirOfflineError,
  type LogIdentity,
  type LogManager,
  type LogManagerOptions,
  type MemoryFileSystem,
  memoryFileSystem,
  noFolderLocks
} from '../src/index.ts'
import { append, at, batchOf, epoch, flushed, openLogs, orders, smallLog, valuesOf } from './support/logs.ts'
import { TestTime } from './support/world.ts'

const folders = ['/a', '/b', '/c']
const partition = (index: number): LogIdentity => ({ ...orders, partition: PartitionIndex(index) })

const turns = async (count = 10): Promise<void> => {
  for (let turn = 0; turn < count; turn++) await new Promise(setImmediate)
}

/** A disk of which one mount can fail: what is done there is refused and counted. */
function mounts(inner: MemoryFileSystem = memoryFileSystem()) {
  let failing: { readonly dir: string; readonly kinds: readonly string[]; readonly code: string } | undefined
  const changes: string[] = []
  inner.intercept(({ kind, path }: FileOperation) => {
    if (failing === undefined || !path.startsWith(failing.dir)) return
    if (kind !== 'look' && kind !== 'read') changes.push(`${kind} ${path}`)
    if (failing.kinds.includes(kind)) throw Object.assign(new Error(`${failing.code}: ${path}`), { code: failing.code })
  })
  return {
    disk: inner,
    /** Changes in the failing mount since it began to fail. */
    changes,
    fail: (dir: string, kinds: readonly string[] = ['sync'], code = 'EIO') => {
      failing = { dir, kinds, code }
      changes.length = 0
    },
    mend: () => {
      failing = undefined
    }
  }
}

const everything = ['open', 'read', 'write', 'sync', 'truncate', 'replace', 'rename', 'remove', 'folder', 'look']

function recording(lines: string[]): Logger {
  const keep =
    (level: string) =>
    (fields: object, message: string): void =>
      void lines.push(`${level} ${message} ${JSON.stringify(fields)}`)
  return { ...silentLogger, warn: keep('warn'), error: keep('error'), child: () => recording(lines) }
}

/** A manager of three dirs with a log in each, partition 0 in /a and so on, each with one record. */
async function threeLogs(disk: MemoryFileSystem, options: Partial<LogManagerOptions> & { time?: TestTime } = {}) {
  const logs = await openLogs(disk, { folders, ...options })
  for (const index of [0, 1, 2]) {
    const log = await logs.open(partition(index), smallLog)
    append(log, ['first'])
    await flushed(log)
  }
  return logs
}

const logOf = (logs: LogManager, index: number) => logs.get(orders.topicId, PartitionIndex(index))!

describe('a log dir that fails', () => {
  const kinds = [
    ['write', 'EIO'],
    ['sync', 'EIO'],
    ['write', 'EROFS'],
    ['sync', 'EUCLEAN'],
    ['open', 'ENODEV'],
    ['sync', 'ENXIO']
  ] as const

  test.each(kinds)('at a %s (%s) takes all its logs offline; those of the others go on', async (kind, code) => {
    const { disk, fail, mend, changes } = mounts()
    const lines: string[] = []
    const time = new TestTime()
    const logs = await threeLogs(disk, { time, logger: recording(lines), fileIdleMs: 10 })
    for (const index of [3, 4]) await logs.open(partition(index), smallLog)
    expect(await disk.list('/b')).toEqual(expect.arrayContaining(['orders-1', 'orders-4']))
    const inB = [logOf(logs, 1), logOf(logs, 4)]
    // So that files have to be opened again.
    time.advance(100)
    await turns()
    let told = 0
    for (const log of inB) log.onFlushed(() => told++)
    fail('/b', [kind], code)
    append(logOf(logs, 0), ['second'])
    append(inB[0]!, ['lost'])
    append(logOf(logs, 2), ['second'])
    await Promise.all([flushed(logOf(logs, 0)), flushed(logOf(logs, 2)), turns()])
    expect(told).toBe(2)
    for (const log of inB) {
      expect(log.failure).toBeInstanceOf(LogDirOfflineError)
      expect(log.failure?.message).toMatch(/^the log dir \/b is offline: /)
    }
    expect(inB[0]!.flushedOffset).toBe(1)
    expect(logs.offlineDirs).toEqual(['/b'])
    expect(lines.filter((line) => line.startsWith('error'))).toEqual([expect.stringContaining('"dir":"/b"')])

    // The disk works again: nobody asks it.
    mend()
    changes.length = 0
    fail('/b', [])
    const refused = inB[0]!.appendAsLeader(batchOf(['x']), { leaderEpoch: epoch(0), origin: 'client' })
    expect(refused).toMatchObject({ ok: false, error: { code: ErrorCode.KAFKA_STORAGE_ERROR } })
    time.advance(400_000)
    await turns()
    await logs.close({ brokerEpoch: 7 })
    expect(changes).toEqual([])
    expect(inB[0]!.flushedOffset).toBe(1)
    expect(logs.unwrittenBytes).toBe(0)
    expect(await disk.list('/a')).toContain('.kafka_cleanshutdown')
    expect(await disk.list('/b')).not.toContain('.kafka_cleanshutdown')
    const again = await openLogs(disk, { folders })
    expect(again.cleanShutdown).toBe(false)
    expect(await valuesOf(await again.open(partition(0), smallLog))).toEqual(['0:first', '1:second'])
    await again.close()
  })

  test('at a checkpoint goes offline too, and the checkpoints of the others are written', async () => {
    const { disk, fail } = mounts()
    const time = new TestTime()
    const logs = await threeLogs(disk, { time, highWatermarkCheckpointMs: 10 })
    for (const index of [0, 1, 2]) logOf(logs, index).setHighWatermark(at(1))
    fail('/b', ['replace'], 'EROFS')
    time.advance(10)
    await turns()
    expect(logs.offlineDirs).toEqual(['/b'])
    expect(logs.get(orders.topicId, PartitionIndex(1))).toBeUndefined()
    for (const [dir, index] of [
      ['/a', 0],
      ['/c', 2]
    ] as const) {
      const text = (await disk.readFile(`${dir}/replication-offset-checkpoint`)).toString()
      expect(text).toBe(`0\n1\norders ${index} 1\n`)
    }
    expect((await logs.describeDirs()).map(({ path, failure }) => [path, failure?.name])).toEqual([
      ['/a', undefined],
      ['/b', 'LogDirOfflineError'],
      ['/c', undefined]
    ])
  })

  test('is not one that is full: that ends only the log', async () => {
    const { disk, fail } = mounts()
    const logs = await threeLogs(disk)
    const neighbour = await logs.open(partition(3), smallLog)
    append(neighbour, ['x'])
    await flushed(neighbour)
    fail('/a', ['write'], 'ENOSPC')
    append(logOf(logs, 0), ['lost'])
    await turns()
    expect(logOf(logs, 0).failure?.message).toMatch(/^the disk failed under orders-0/)
    expect(neighbour.failure).toBeUndefined()
    expect(logs.offlineDirs).toEqual([])
  })

  test('does not let a sync that was under way say that it succeeded', async () => {
    const disk = memoryFileSystem()
    const logs = await openLogs(disk, { folders: ['/a', '/b'], metadataFolder: '/a' })
    await Promise.all([0, 1, 2, 3].map((index) => logs.open(partition(index), smallLog)))
    expect(await disk.list('/b')).toEqual(expect.arrayContaining(['orders-1', 'orders-3']))
    const [one, other] = [logOf(logs, 1), logOf(logs, 3)]
    let release = (): void => {}
    disk.intercept(async ({ kind, path }) => {
      if (kind !== 'sync' || !path.startsWith('/b')) return
      if (path.includes('orders-1/')) await new Promise<void>((resolve) => (release = resolve))
      else if (path.includes('orders-3/')) throw Object.assign(new Error('EIO'), { code: 'EIO' })
    })
    append(one, ['waits'])
    append(other, ['fails'])
    await turns()
    expect(one.failure).toBeInstanceOf(LogDirOfflineError)
    release()
    await turns()
    expect(one.flushedOffset).toBe(0)
    expect(logs.unwrittenBytes).toBe(0)
  })

  test('ends the process when the metadata log is in it, or when it was the last', async () => {
    const { disk, fail } = mounts()
    const failures: string[] = []
    const onFailure = (error: Error): void => void failures.push(error.message)
    const logs = await threeLogs(disk, { metadataFolder: '/c', onFailure })
    fail('/a')
    append(logOf(logs, 0), ['lost'])
    await turns()
    expect(failures).toEqual([])
    fail('/c')
    append(logOf(logs, 2), ['lost'])
    await turns()
    expect(failures).toEqual([expect.stringMatching(/^the log dir \/c is offline: .*; the metadata log is in it: /)])

    const only = mounts()
    const single = await openLogs(only.disk, { folders: ['/b'], metadataFolder: '/elsewhere', onFailure })
    const log = await single.open(orders, smallLog)
    only.fail('/b')
    append(log, ['lost'])
    await turns()
    expect(failures[1]).toMatch(/no log dir is left/)
    expect(single.usable).toBe(false)
    await expect(single.open(partition(1), smallLog, { isNew: true })).rejects.toThrow(LogDirOfflineError)
  })
})

describe('a start without a log dir', () => {
  async function restarted(disk: MemoryFileSystem, options: Partial<LogManagerOptions> = {}) {
    const { fail, mend } = mounts(disk)
    fail('/b', everything)
    const lines: string[] = []
    const logs = await openLogs(disk, { folders, logger: recording(lines), ...options })
    return { logs, lines, fail, mend }
  }

  async function stopped(): Promise<MemoryFileSystem> {
    const disk = memoryFileSystem()
    await (await threeLogs(disk)).close()
    return disk
  }

  test('goes on with the others, and says so', async () => {
    const { logs, lines } = await restarted(await stopped())
    expect(logs.offlineDirs).toEqual(['/b'])
    expect(lines).toEqual([expect.stringContaining('warn a log dir cannot be used and is left out until a restart')])
    expect(logs.found.map(({ partition: index }) => index)).toEqual([0, 2])
    expect(logs.cleanShutdown).toBe(false)
    expect(await valuesOf(await logs.open(partition(0), smallLog))).toEqual(['0:first'])
  })

  test('makes no log in the place of one that may be there, unless nobody counts on it', async () => {
    const { logs } = await restarted(await stopped())
    await expect(logs.open(partition(1), smallLog)).rejects.toThrow(
      'the log dir /b is offline: the log of orders-1 may be in it'
    )
    expect(await logs.open(partition(1), smallLog, { isNew: true })).toMatchObject({ logEndOffset: 0 })
    expect(await logs.open(partition(7), smallLog, { isNew: true })).toMatchObject({ logEndOffset: 0 })
  })

  test('fails when the metadata log was there, when another process has it, and when the disk is full', async () => {
    const disk = await stopped()
    await expect(restarted(disk, { metadataFolder: '/b' })).rejects.toThrow('the log dir /b is offline')
    const acquire = (folder: string) =>
      folder === '/c' ? Promise.reject(new FolderLockedError('taken')) : noFolderLocks.acquire(folder)
    await expect(openLogs(await stopped(), { folders, locks: { acquire } })).rejects.toThrow('taken')
    const full = mounts(await stopped())
    full.fail('/b', ['remove'], 'ENOSPC')
    await expect(openLogs(full.disk, { folders })).rejects.toThrow('ENOSPC')
  })

  test('is not trusted with old copies by a later start that lacks another dir', async () => {
    const disk = await stopped()
    const first = await restarted(disk, { metadataFolder: '/c' })
    const anew = await first.logs.open(partition(1), smallLog, { isNew: true })
    append(anew, ['anew'], { inEpoch: 3 })
    await flushed(anew)
    expect(await disk.list('/a')).toContain('orders-1')
    await first.logs.close()
    mounts(disk).fail('/a', everything)
    const lacking = await openLogs(disk, { folders, metadataFolder: '/c' })
    expect(await valuesOf(await lacking.open(partition(2), smallLog))).toEqual(['0:first'])
    await expect(lacking.open(partition(1), smallLog)).rejects.toThrow(
      'a newer copy of the log of orders-1 may be in it'
    )
    expect(await valuesOf(await lacking.open(partition(1), smallLog, { isNew: true }))).toEqual(['0:first'])
  })
})

describe('a log dir that is back', () => {
  const topicOf = (name: string) => name.startsWith('orders-0')

  /** orders-0 with `old` values (by epoch) in /b, and a copy that began anew in /a with others. */
  async function twoCopies(
    old: readonly (readonly [value: string, epoch: number])[],
    anew: readonly (readonly [value: string, epoch: number])[]
  ) {
    const disk = memoryFileSystem()
    const fill = async (logs: LogManager, values: typeof old): Promise<void> => {
      const log = await logs.open(orders, smallLog, { isNew: true })
      for (const [value, inEpoch] of values) append(log, [value], { inEpoch })
      await logs.close()
    }
    await fill(await openLogs(disk, { folders: ['/b'] }), old)
    const { fail, mend } = mounts(disk)
    fail('/b', everything)
    await fill(await openLogs(disk, { folders: ['/a', '/b'] }), anew)
    mend()
    const lines: string[] = []
    const logs = await openLogs(disk, { folders: ['/a', '/b'], logger: recording(lines) })
    expect(logs.found).toEqual([orders])
    const values = (await valuesOf(await logs.open(orders, smallLog))).map((value) => value.split(':')[1])
    await logs.close()
    const names = await Promise.all(['/a', '/b'].map((dir) => disk.list(dir)))
    return { values, lines, disk, places: names.map((inDir) => inDir.filter(topicOf)) }
  }

  const strayAndNone = [[expect.stringMatching(/^orders-0\..*-stray$/)], ['orders-0']]
  const noneAndStray = [['orders-0'], [expect.stringMatching(/^orders-0\..*-stray$/)]]

  test('has the longer copy when both end in the same epoch', async () => {
    const { values, lines, places } = await twoCopies(
      [
        ['a', 1],
        ['b', 1],
        ['c', 1]
      ],
      [
        ['a', 1],
        ['b', 1]
      ]
    )
    expect(values).toEqual(['a', 'b', 'c'])
    expect(places).toEqual(strayAndNone)
    expect(lines).toEqual([expect.stringMatching(/^warn two log dirs have a copy of this log.*"kept":"\/b"/)])
  })

  test('gives way to the copy that has heard of a later leader', async () => {
    const { values, places } = await twoCopies(
      [
        ['a', 1],
        ['b', 1],
        ['c', 1]
      ],
      [
        ['a', 1],
        ['x', 4]
      ]
    )
    expect(values).toEqual(['a', 'x'])
    expect(places).toEqual(noneAndStray)
  })

  test('has the copy that goes on where the new one had come to', async () => {
    const { values } = await twoCopies(
      [
        ['a', 1],
        ['b', 2]
      ],
      [['a', 1]]
    )
    expect(values).toEqual(['a', 'b'])
  })

  test('gives way where the copies part, though the old one ends with a leadership of its own', async () => {
    const { values } = await twoCopies(
      [
        ['a', 1],
        ['nobody heard of it', 2]
      ],
      [
        ['a', 1],
        ['acknowledged', 1]
      ]
    )
    expect(values).toEqual(['a', 'acknowledged'])
  })

  test('is trusted again when nothing is there twice', async () => {
    const { disk } = await twoCopies([['a', 1]], [['b', 3]])
    expect((await disk.readFile('/a/log-dirs-history')).toString()).toBe('used /b\n')
    const second = mounts(disk)
    second.fail('/nowhere', everything)
    const logs = await openLogs(disk, { folders: ['/a', '/nowhere', '/b'] })
    expect(logs.offlineDirs).toEqual(['/nowhere'])
    expect(await valuesOf(await logs.open(orders, smallLog))).toEqual(['0:b'])
  })

  test('with an empty disk in its place has nothing that nobody counts on', async () => {
    const disk = memoryFileSystem()
    await (await threeLogs(disk)).close()
    await disk.removeFolder('/b')
    const lines: string[] = []
    const logs = await openLogs(disk, { folders, logger: recording(lines) })
    expect(lines).toEqual([expect.stringMatching(/^warn a log dir that was used is gone.*it was found empty once/)])
    await expect(logs.open(partition(1), smallLog)).rejects.toThrow(LogDirOfflineError)
    expect(await valuesOf(await logs.open(partition(2), smallLog))).toEqual(['0:first'])
    await logs.close()
    // It is not forgotten when the new disk has something.
    const again = await openLogs(disk, { folders })
    await expect(again.open(partition(1), smallLog)).rejects.toThrow('the log of orders-1 may be in it')
    expect(await again.open(partition(1), smallLog, { isNew: true })).toMatchObject({ logEndOffset: 0 })
    await again.close()
    expect(await (await openLogs(disk, { folders })).open(partition(1), smallLog)).toMatchObject({ logEndOffset: 0 })
  })

  test('after it was left out of log.dirs for a while may have old copies', async () => {
    const disk = memoryFileSystem()
    await (await threeLogs(disk)).close()
    const fewer = await openLogs(disk, { folders: ['/a', '/c'] })
    await expect(fewer.open(partition(1), smallLog)).rejects.toThrow('it is not in log.dirs any more')
    const anew = await fewer.open(partition(1), smallLog, { isNew: true })
    append(anew, ['a', 'b'], { inEpoch: 2 })
    await fewer.close()
    const logs = await openLogs(disk, { folders })
    expect(await valuesOf(await logs.open(partition(1), smallLog))).toEqual(['0:a', '1:b'])
    expect((await disk.list('/b')).some((name) => name.endsWith('-stray'))).toBe(true)
  })

  test('of another topic of that name has a stray', async () => {
    const { disk } = await twoCopies([['a', 1]], [['b', 3]])
    const logs = await openLogs(disk, { folders: ['/a', '/b'] })
    const recreated = { ...orders, topicId: TopicId('AAAAAAAAAAAAAAAAAAAAAQ') }
    expect(await logs.open(recreated, smallLog)).toMatchObject({ logEndOffset: 0 })
  })
})
