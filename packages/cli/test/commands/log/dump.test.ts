import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import {
  buildEndTransactionBatch,
  buildRecordBatch,
  CompressionCodec,
  ControlRecordType,
  setBaseOffset
} from '@gregor/protocol'
import { dumpFile } from '../../../src/commands/log/dump.ts'
import { openFile } from '../../../src/io/run-on-file.ts'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gregor-dump-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

async function dump(name: string, content: Uint8Array, records = false) {
  const path = join(folder, name)
  await writeFile(path, content)
  const { json, text, healthy } = await dumpFile(await openFile(path), { records })
  return { json: json as Record<string, unknown>, text, healthy }
}

const record = (value: string) => ({ key: Buffer.from('k'), value: Buffer.from(value), timestamp: 1_700_000_000_000 })
const first = buildRecordBatch({
  records: [record('a'), record('b')],
  compression: CompressionCodec.GZIP,
  producerId: 7,
  producerEpoch: 1,
  baseSequence: 3,
  leaderEpoch: 4
})
const commit = buildEndTransactionBatch({
  type: ControlRecordType.COMMIT,
  producerId: 7,
  producerEpoch: 1,
  coordinatorEpoch: 0,
  timestamp: 1_700_000_000_001
})
setBaseOffset(commit, 0, 2)
const segment = Buffer.concat([first, commit])

describe('a segment', () => {
  test('batch by batch, with what each header says', async () => {
    const { json, text, healthy } = await dump('00000000000000000000.log', segment)
    expect(healthy).toBe(true)
    expect(json).toMatchObject({
      kind: 'segment',
      whole: true,
      endPosition: segment.length,
      batches: [
        { position: 0, baseOffset: 0, lastOffset: 1, count: 2, leaderEpoch: 4, compression: 'gzip', producerId: 7 },
        { position: first.length, baseOffset: 2, transactional: true, control: true, crcValid: true }
      ]
    })
    expect(text).toContain('offsets 0-1: 2 records')
    expect(text).toContain('every CRC is right')
  })

  test('with its records, and what a marker means', async () => {
    const { json, text } = await dump('00000000000000000000.log', segment, true)
    const [data, marker] = json['batches'] as { records: object[] }[]
    expect(data!.records).toEqual([
      { offset: 0, timestamp: 1_700_000_000_000, key: 'k', value: 'a', headers: [] },
      { offset: 1, timestamp: 1_700_000_000_000, key: 'k', value: 'b', headers: [] }
    ])
    expect(marker!.records).toEqual([expect.objectContaining({ offset: 2, marker: 'commit' })])
    expect(text).toContain('    2 2023-11-14T22:13:20.001Z commit marker')
  })

  test('one wrong bit is told', async () => {
    const damaged = Buffer.from(segment)
    damaged[first.length - 1]! ^= 1
    const { json, text, healthy } = await dump('00000000000000000000.log', damaged, true)
    expect(healthy).toBe(false)
    expect((json['batches'] as { crcValid: boolean }[]).map(({ crcValid }) => crcValid)).toEqual([false, true])
    expect(text).toContain('1 CRC WRONG')
  })

  test('where the last write is torn is told', async () => {
    const { json, text, healthy } = await dump('00000000000000000000.log', segment.subarray(0, -5))
    expect(healthy).toBe(false)
    expect(json).toMatchObject({ whole: false, endPosition: first.length })
    expect(text).toContain(`no whole batch begins at position ${first.length}`)
  })
})

describe('an index', () => {
  function offsets(...entries: readonly [number, number][]): Buffer {
    const bytes = Buffer.alloc(entries.length * 8)
    for (const [at, [offset, position]] of entries.entries()) {
      bytes.writeInt32BE(offset, at * 8)
      bytes.writeInt32BE(position, at * 8 + 4)
    }
    return bytes
  }

  test('of offsets, from the base that its name has; room at its end is no entry', async () => {
    const content = Buffer.concat([offsets([5, 100], [9, 200]), Buffer.alloc(80)])
    const { json, text, healthy } = await dump('00000000000000001000.index', content)
    expect(json).toMatchObject({
      ascending: true,
      entries: [
        { offset: 1005, position: 100 },
        { offset: 1009, position: 200 }
      ]
    })
    expect(text).toContain('2 entries; 80 bytes of room for more')
    expect(healthy).toBe(true)
  })

  test('that does not ascend, or ends in the middle of an entry, is damaged', async () => {
    const { json, healthy } = await dump('00000000000000001000.index', offsets([9, 200], [5, 100]))
    expect([json['ascending'], healthy]).toEqual([false, false])
    expect((await dump('00000000000000001000.index', offsets([9, 200]).subarray(0, 7))).json['tornBytes']).toBe(7)
  })

  test('of times', async () => {
    const content = Buffer.alloc(12)
    content.writeBigInt64BE(1_700_000_000_000n, 0)
    content.writeInt32BE(3, 8)
    const { text } = await dump('00000000000000000010.timeindex', content)
    expect(text).toContain('2023-11-14T22:13:20.000Z      13')
  })

  test('of aborted transactions', async () => {
    const content = Buffer.alloc(34)
    for (const [index, value] of [7n, 10n, 20n, 21n].entries()) content.writeBigInt64BE(value, 2 + index * 8)
    expect((await dump('00000000000000000000.txnindex', content)).json['entries']).toEqual([
      { version: 0, producerId: 7, firstOffset: 10, lastOffset: 20, lastStableOffset: 21 }
    ])
  })
})

describe('what cannot be dumped', () => {
  test.each([
    ['00000000000000000000.snapshot', 'is no whole snapshot of producers'],
    ['partition.metadata', 'expected is a file that ends in .log, .index, .timeindex, .txnindex, .snapshot']
  ])('%s: %s', async (name, message) => {
    await expect(dump(name, Buffer.from('rubbish'))).rejects.toThrow(message)
  })

  test('a file that is not there, and a folder', async () => {
    await expect(openFile(join(folder, 'none.log'))).rejects.toThrow('none.log: there is no such file')
    await expect(openFile(folder)).rejects.toThrow('is a folder: name one of its files')
  })
})
