import { describe, expect, test } from '@jest/globals'
import { memoryFileSystem } from '../src/index.ts'
import { seededRandom } from './support/world.ts'

async function diskWith(content: string) {
  const disk = memoryFileSystem()
  const file = await disk.open('/file', 'create')
  await file.write([Buffer.from(content)], 0)
  return { disk, file }
}

const contentOf = async (disk: ReturnType<typeof memoryFileSystem>): Promise<string | undefined> =>
  (await disk.readFile('/file').catch(() => undefined))?.toString()

describe('a power cut', () => {
  test('loses a file whose name was not synced', async () => {
    const { disk, file } = await diskWith('abc')
    await file.sync()
    expect(await contentOf(disk.crash())).toBeUndefined()
  })

  test('loses bytes that were not synced', async () => {
    const { disk, file } = await diskWith('abc')
    await disk.syncFolder('/')
    expect(await contentOf(disk.crash())).toBe('')
    const again = await diskWith('abc')
    await again.file.sync()
    await again.disk.syncFolder('/')
    await again.file.write([Buffer.from('XYZ!')], 0)
    expect(await contentOf(again.disk.crash())).toBe('abc')
    expect(file).toBeDefined()
  })

  test('loses what a failed sync left behind, whatever syncs succeed afterwards', async () => {
    const { disk, file } = await diskWith('abc')
    await file.sync()
    await disk.syncFolder('/')
    await file.write([Buffer.from('def')], 3)
    disk.intercept(({ kind }) => {
      if (kind === 'sync') throw Object.assign(new Error('EIO'), { code: 'EIO' })
    })
    await expect(file.sync()).rejects.toThrow('EIO')
    disk.intercept(undefined)
    await file.write([Buffer.from('ghi')], 6)
    await file.sync()
    expect(await contentOf(disk.crash())).toBe('abc\0\0\0ghi')
  })

  test('undoes a rename, a removal and a truncation that were not synced', async () => {
    const { disk, file } = await diskWith('abc')
    await file.sync()
    await disk.syncFolder('/')
    await file.truncate(1)
    await disk.rename('/file', '/other')
    expect(await contentOf(disk.crash())).toBe('abc')
  })

  test('leaves a rename done or undone, never half', async () => {
    const seen = new Set<string>()
    for (let seed = 0; seed < 50; seed++) {
      const { disk, file } = await diskWith('new')
      await file.sync()
      await disk.replaceFile('/target', 'old')
      await disk.rename('/file', '/target')
      const survivor = disk.crash({ random: seededRandom(seed) })
      seen.add(`${await contentOf(survivor)} ${(await survivor.readFile('/target')).toString()}`)
    }
    expect(seen).toEqual(new Set(['new old', 'undefined new']))
  })

  test('may leave any beginning of what was not synced', async () => {
    const seen = new Set<string | undefined>()
    for (let seed = 0; seed < 200; seed++) {
      const { disk, file } = await diskWith('abc')
      await file.sync()
      await disk.syncFolder('/')
      await file.write([Buffer.from('def')], 3)
      seen.add(await contentOf(disk.crash({ random: seededRandom(seed) })))
    }
    expect(seen).toEqual(new Set(['abc', 'abcd', 'abcde', 'abcdef']))
  })

  test('may lose sectors in the middle of what was not synced, but none that was', async () => {
    let holes = 0
    for (let seed = 0; seed < 100; seed++) {
      const disk = memoryFileSystem()
      const file = await disk.open('/file', 'create')
      await file.write([Buffer.alloc(700, 1)], 0)
      await file.sync()
      await disk.syncFolder('/')
      await file.write([Buffer.alloc(3000, 2)], 700)
      const survivor = disk.crash({ random: seededRandom(seed), tear: 'sectors' })
      const content = await survivor.readFile('/file')
      expect(content.subarray(0, 700).equals(Buffer.alloc(700, 1))).toBe(true)
      const hole = content.indexOf(0)
      if (hole >= 0 && content.indexOf(2, hole) > 0) holes++
    }
    expect(holes).toBeGreaterThan(10)
  })

  test('loses nothing that the page cache keeps when only the process dies', async () => {
    const { disk } = await diskWith('abc')
    expect(await contentOf(disk.kill())).toBe('abc')
  })

  test('silences the old machine', async () => {
    const { disk } = await diskWith('abc')
    disk.crash()
    const answer = await Promise.race([
      disk.readFile('/file'),
      new Promise((resolve) => setImmediate(resolve, 'silence'))
    ])
    expect(answer).toBe('silence')
  })
})
