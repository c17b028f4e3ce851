import { describe, expect, test } from '@jest/globals'
import { BrokerId, LeaderEpoch, type Logger, type Offset, PartitionIndex, TopicId } from '@gregor/base'
import { ErrorCode } from '@gregor/protocol'
import { SimCluster, topicId, valuesOf } from './support/sim-cluster.ts'

const partitions = [0, 1, 2, 3]

function recordingLogger(lines: string[]): Logger {
  const keep = (fields: object, message: string): void => void lines.push(`${message} ${JSON.stringify(fields)}`)
  const quiet = (): void => {}
  return { trace: quiet, debug: quiet, info: quiet, warn: keep, error: keep, child: () => recordingLogger(lines) }
}

/** Brokers with two log dirs, over which the logs of four partitions are spread; each has one record. */
async function filled(options: Parameters<typeof SimCluster.start>[0] = {}): Promise<SimCluster> {
  const cluster = await SimCluster.start({ minIsr: 2, partitions: 4, logDirs: ['/a', '/b'], ...options })
  for (const partition of partitions) cluster.append(1, [`first of ${partition}`], { partition })
  await cluster.settle()
  return cluster
}

const imageOf = (cluster: SimCluster, partition: number) =>
  cluster.controller.store.partition(topicId, PartitionIndex(partition))!

async function partitionsIn(cluster: SimCluster, id: number, dir: string): Promise<number[]> {
  const names = await cluster.disks.get(id)!.list(dir)
  return names.filter((name) => /^orders-\d+$/.test(name)).map((name) => Number(name.slice('orders-'.length)))
}

async function expectInSync(cluster: SimCluster, partition: number): Promise<void> {
  const { isr, leader } = imageOf(cluster, partition)
  expect(new Set<number>(isr)).toEqual(new Set([1, 2, 3]))
  const expected = await valuesOf(cluster.log(leader, partition))
  for (const id of [1, 2, 3]) expect(await valuesOf(cluster.log(id, partition))).toEqual(expected)
}

describe('a broker of which one log dir fails', () => {
  test('goes on with the partitions of the other; others lead those of the failed one, and it follows them anew', async () => {
    const cluster = await filled()
    const inB = await partitionsIn(cluster, 1, '/b')
    const inA = await partitionsIn(cluster, 1, '/a')
    expect(inA).toHaveLength(2)
    expect(inB).toHaveLength(2)
    const before = partitions.map((partition) => imageOf(cluster, partition).leaderEpoch)

    cluster.failDirs(1, '/b')
    const appended = cluster.append(1, ['lost'], { partition: inB[0]!, acks: 1 })
    await cluster.settle()
    expect(appended.outcome?.errorCode).toBe(ErrorCode.KAFKA_STORAGE_ERROR)
    // The other partition there too, without a word of its own.
    for (const partition of inB) {
      const { leader, isr, leaderEpoch } = imageOf(cluster, partition)
      expect(leader).not.toBe(1)
      expect(isr).toEqual(expect.arrayContaining([2, 3]))
      expect(leaderEpoch).toBeGreaterThan(before[partition]!)
    }
    for (const partition of inA) {
      expect(imageOf(cluster, partition)).toMatchObject({ leader: 1, leaderEpoch: before[partition] })
      const next = cluster.append(1, ['next'], { partition })
      await cluster.settle()
      expect(next.outcome?.errorCode).toBe(ErrorCode.NONE)
    }
    for (const partition of inB) cluster.append(imageOf(cluster, partition).leader, ['next'], { partition })
    await cluster.advance(2_000)
    for (const partition of partitions) await expectInSync(cluster, partition)
    expect(await partitionsIn(cluster, 1, '/a')).toEqual(partitions)
    expect(cluster.node(1).alive).toBe(true)
  })

  test('begins nothing anew while the controller still counts on what was there', async () => {
    const cluster = await filled()
    const [lost] = await partitionsIn(cluster, 2, '/b')
    cluster.controllerSilent = true
    cluster.failDirs(2, '/b')
    cluster.append(1, ['next'], { partition: lost! })
    await cluster.advance(5_000)
    expect(imageOf(cluster, lost!).isr).toContain(2)
    expect(await partitionsIn(cluster, 2, '/a')).not.toContain(lost)
    cluster.controllerSilent = false
    await cluster.advance(20_000)
    expect(await partitionsIn(cluster, 2, '/a')).toContain(lost)
    await expectInSync(cluster, lost!)
  })
})

describe('a broker that starts without one of its log dirs', () => {
  test('is counted out of what may have been there before it begins anew, and keeps what is elsewhere', async () => {
    const cluster = await filled()
    const [inA, inB] = [await partitionsIn(cluster, 3, '/a'), await partitionsIn(cluster, 3, '/b')]
    await cluster.kill(3)
    cluster.failDirs(3, '/b')
    await cluster.bootFenced(3)
    cluster.controllerSilent = true
    await cluster.advance(5_000)
    expect(await partitionsIn(cluster, 3, '/a')).toEqual(inA)
    const withdrawn = cluster.calls.flatMap(({ from, changes }) =>
      changes.filter(({ withdraw }) => withdraw === true && from.id === 3).map(({ partition }) => Number(partition))
    )
    expect(withdrawn.toSorted((left, right) => left - right)).toEqual(inB)
    cluster.controllerSilent = false
    cluster.controller.unfence(BrokerId(3))
    await cluster.advance(20_000)
    for (const partition of partitions) await expectInSync(cluster, partition)
    expect(await partitionsIn(cluster, 3, '/a')).toEqual(partitions)
  })

  test('never leads with an empty log what it had acknowledged, though nobody else is there', async () => {
    const cluster = await filled()
    for (const id of [3, 2, 1]) await cluster.kill(id)
    const inB = await partitionsIn(cluster, 1, '/b')
    cluster.failDirs(1, '/b')
    await cluster.boot(1)
    await cluster.advance(60_000)
    for (const partition of inB) {
      expect(cluster.node(1).manager.led(topicId, PartitionIndex(partition))).toBeUndefined()
    }
    expect(await partitionsIn(cluster, 1, '/a')).toEqual(partitions.filter((partition) => !inB.includes(partition)))

    // The disk is mended: everything is there.
    await cluster.kill(1)
    cluster.failDirs(1)
    for (const id of [1, 2, 3]) await cluster.boot(id)
    await cluster.advance(20_000)
    for (const partition of partitions) {
      await expectInSync(cluster, partition)
      const { leader } = imageOf(cluster, partition)
      expect(await valuesOf(cluster.log(leader, partition))).toEqual([`0:first of ${partition}`])
    }
  })

  test('throws nothing away of what only it has, and leads it again when the log dir is back', async () => {
    const lines: string[] = []
    const cluster = await filled({ replicas: [1], minIsr: 1, logger: recordingLogger(lines) })
    const inB = await partitionsIn(cluster, 1, '/b')
    await cluster.kill(1)
    cluster.failDirs(1, '/b')
    await cluster.boot(1)
    await cluster.advance(60_000)
    expect(lines.filter((line) => line.includes('no other replica may lead its partition'))).toHaveLength(2)
    expect(await partitionsIn(cluster, 1, '/a')).toEqual(partitions.filter((partition) => !inB.includes(partition)))
    await cluster.kill(1)
    cluster.failDirs(1)
    await cluster.boot(1)
    for (const partition of partitions) {
      expect(await valuesOf(cluster.log(1, partition))).toEqual([`0:first of ${partition}`])
    }
  })

  test('leads topics that are created meanwhile as ever', async () => {
    const cluster = await filled({ replicas: [1], minIsr: 1 })
    await cluster.kill(1)
    cluster.failDirs(1, '/b')
    await cluster.boot(1)
    const fresh = TopicId('AAAAAAAAAAAAAAAAAAAAAQ')
    cluster.controller.createTopic(fresh, 'fresh', [[BrokerId(1)]])
    await cluster.settle()
    const appended = cluster.append(1, ['a'], { topicId: fresh })
    await cluster.settle()
    expect(appended.outcome?.errorCode).toBe(ErrorCode.NONE)
  })

  test('chooses between two copies when the log dir is back, and all replicas agree again', async () => {
    const lines: string[] = []
    const cluster = await filled({ logger: recordingLogger(lines) })
    const inB = await partitionsIn(cluster, 3, '/b')
    await cluster.kill(3)
    cluster.failDirs(3, '/b')
    await cluster.boot(3)
    await cluster.advance(20_000)
    for (const partition of partitions) {
      cluster.append(imageOf(cluster, partition).leader, ['meanwhile'], { partition })
    }
    await cluster.settle()
    await cluster.kill(3)
    cluster.failDirs(3)
    await cluster.boot(3)
    await cluster.advance(20_000)
    for (const partition of partitions) await expectInSync(cluster, partition)
    const told = lines.filter((line) => line.startsWith('two log dirs have a copy of this log'))
    expect(told).toHaveLength(inB.length)
    for (const line of told) expect(line).toContain('"kept":"/a"')
    expect(await partitionsIn(cluster, 3, '/b')).toEqual([])
  })
})

test('the epoch of a log that began anew follows the leader’s', async () => {
  const cluster = await filled()
  const [lost] = await partitionsIn(cluster, 3, '/b')
  cluster.failDirs(3, '/b')
  cluster.append(1, ['second'], { partition: lost! })
  await cluster.advance(2_000)
  cluster.append(imageOf(cluster, lost!).leader, ['third'], { partition: lost! })
  await cluster.settle()
  const { leader } = imageOf(cluster, lost!)
  for (let offset = 0; offset < cluster.log(leader, lost).logEndOffset; offset++) {
    const epochAt = (id: number): LeaderEpoch => cluster.log(id, lost).epochForOffset(offset as Offset)
    expect(epochAt(3)).toBe(epochAt(leader))
  }
  expect(LeaderEpoch(cluster.log(3, lost).lastEpoch)).toBe(imageOf(cluster, lost!).leaderEpoch)
})
