import { expect, test } from '@jest/globals'
import { CollectionPacer } from '../../src/node/collection-pacer.ts'

test('garbage is collected when buffers take three quarters of what they may', () => {
  const pacer = new CollectionPacer(1000)
  expect([pacer.isDue(750), pacer.isDue(751)]).toEqual([false, true])
})

test('and again when an eighth has come since: what is in use cannot be collected', () => {
  const pacer = new CollectionPacer(1000)
  pacer.collected(900)
  expect([pacer.isDue(1000), pacer.isDue(1025), pacer.isDue(1026)]).toEqual([false, false, true])
})

test('what was collected without being asked for counts too', () => {
  const pacer = new CollectionPacer(1000)
  pacer.collected(900)
  expect([pacer.isDue(600), pacer.isDue(760)]).toEqual([false, true])
})
