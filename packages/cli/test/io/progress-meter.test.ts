import { expect, test } from '@jest/globals'
import { ProgressMeter } from '../../src/io/progress-meter.ts'

test('a meter says nothing of what is over soon, redraws now and then, and leaves nothing behind', () => {
  let nowMs = 0
  const written: string[] = []
  const meter = new ProgressMeter({ write: (text: string) => written.push(text) > 0 }, () => nowMs)
  meter.show(1, 100)
  nowMs = 900
  meter.show(10, 100)
  meter.clear()
  expect(written).toEqual([])
  nowMs = 1000
  meter.show(20, 100)
  nowMs = 1100
  meter.show(21, 100)
  nowMs = 1200
  meter.show(30, 100)
  meter.clear()
  meter.clear()
  expect(written.map((text) => text.replace('\r\u001B[K', ''))).toEqual([
    '[####                    ]  20 %, 20 of 100 records, 20/s, 4.0 s left',
    '[#######                 ]  30 %, 30 of 100 records, 25/s, 2.8 s left',
    ''
  ])
})
