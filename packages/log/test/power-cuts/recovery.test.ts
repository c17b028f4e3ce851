import { expect, test } from '@jest/globals'
import { tryPowerCuts } from '../support/power-cuts.ts'
import { appends, compactions, removals, runsOf, transactions } from '../support/workloads.ts'

test.each(runsOf({ ...appends, ...removals, ...transactions, ...compactions }))(
  'power cuts in the recovery from $name, three times in a row',
  async ({ record }) => {
    const recording = (await record()).recording()
    const after = Array.from({ length: 5 }, (_, index) => Math.floor(((index + 1) * recording.operations.length) / 5))
    const { cuts } = await tryPowerCuts(recording, { fates: 0, depth: 3, after })
    expect(cuts).toBe(5)
  },
  120_000
)
