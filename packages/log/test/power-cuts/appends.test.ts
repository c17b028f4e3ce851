import { describe, expect, test } from '@jest/globals'
import { tryPowerCuts } from '../support/power-cuts.ts'
import { appends, runsOf } from '../support/workloads.ts'

describe('a power cut after any operation of', () => {
  test.each(runsOf(appends))(
    '$name',
    async ({ record }) => {
      const { cuts, disks } = await tryPowerCuts((await record()).recording())
      expect(cuts).toBeGreaterThan(100)
      expect(disks).toBeGreaterThan(100)
    },
    120_000
  )
})
