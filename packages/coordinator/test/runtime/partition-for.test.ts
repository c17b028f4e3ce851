import { describe, expect, test } from '@jest/globals'
import { partitionFor } from '../../src/runtime/partition-for.ts'

describe('the partition of a group', () => {
  // Hashes as Java's String.hashCode gives them.
  test.each([
    ['', 0],
    ['hello', 99_162_322],
    ['test-group', 627_841_412],
    ['payments', 1_382_682_413],
    ['Größe ☃', 2_085_912_468],
    ['my-group', -1_906_497_762],
    ['polygenelubricants', -(2 ** 31)]
  ])('%j is placed by its Java hash without the sign bit', (id, hash) => {
    expect(partitionFor(id, 50)).toBe((hash & 0x7fffffff) % 50)
    expect(partitionFor(id, 7)).toBe((hash & 0x7fffffff) % 7)
  })
})
