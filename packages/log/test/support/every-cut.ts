import { describe, expect, test } from '@jest/globals'
import { tryPowerCuts } from './power-cuts.ts'
import { runsOf, type Workloads } from './workloads.ts'

/** Tests that nothing is lost by a power cut after any operation of each of the workloads, with and without the journal. */
export function testEveryCut(workloads: Workloads): void {
  describe('a power cut after any operation of', () => {
    test.each(runsOf(workloads))(
      '$name',
      async ({ record }) => {
        const { cuts, disks } = await tryPowerCuts((await record()).recording())
        expect(cuts).toBeGreaterThan(100)
        expect(disks).toBeGreaterThan(100)
      },
      120_000
    )
  })
}
