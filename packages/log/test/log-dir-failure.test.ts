import { expect, test } from '@jest/globals'
import { LogDirWatch } from '../src/log-dir-failure.ts'
import { memoryFileSystem } from '../src/memory-file-system.ts'

test.each([
  ['EACCES', /may not write there: give it the folder \(chown\).*EACCES: no/],
  ['EROFS', /mounted read-only/],
  ['EIO', /^the log dir \/data is offline: EIO: no$/]
])('an operator hears what %s means', async (code, message) => {
  const broken = {
    ...memoryFileSystem(),
    makeFolder: () => Promise.reject(Object.assign(new Error(`${code}: no`), { code }))
  }
  const watch = new LogDirWatch(broken, ['/data'])
  await expect(watch.fileSystem.makeFolder('/data/t-0')).rejects.toThrow(message)
  expect(watch.failures.map(({ dir }) => dir)).toEqual(['/data'])
})
