import { describe, expect, test } from '@jest/globals'
import { ErrorCode } from '@gregor/protocol'
import { SimCluster, valuesIn, valuesOf } from './support/sim-cluster.ts'

describe('three brokers', () => {
  test('an acknowledged record is flushed on all in-sync replicas', async () => {
    const cluster = await SimCluster.start({ minIsr: 2 })
    const appended = cluster.append(1, ['a', 'b'])
    await cluster.settle()
    expect(appended.outcome).toMatchObject({ errorCode: ErrorCode.NONE, baseOffset: 0, lastOffset: 1 })
    for (const id of [1, 2, 3]) {
      expect(await valuesOf(cluster.log(id))).toEqual(['0:a', '1:b'])
      expect(cluster.log(id).flushedOffset).toBe(2)
    }
    const fetched = cluster.fetch(1, 0)
    await cluster.settle()
    expect(valuesIn(fetched.outcome!.records)).toEqual(['0:a', '1:b'])
  })
})
