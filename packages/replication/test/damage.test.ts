import { describe, expect, test } from '@jest/globals'
import { BrokerId, type Logger } from '@gregor/base'
import { CorruptLogError, type MemoryFileSystem } from '@gregor/log'
import { ErrorCode } from '@gregor/protocol'
import { p0, SimCluster, topicId, valuesOf } from './support/sim-cluster.ts'

const segment = '/data/orders-0/00000000000000000000.log'
/** Within the records of the first batch of a segment. */
const inFirstBatch = 70
/** When the scrub has begun. */
const scrubMs = 11_000

function recordingLogger(lines: string[]): Logger {
  const keep = (fields: object, message: string): void => void lines.push(`${message} ${JSON.stringify(fields)}`)
  const quiet = (): void => {}
  return { trace: quiet, debug: quiet, info: quiet, warn: keep, error: keep, child: () => recordingLogger(lines) }
}

async function flip(disk: MemoryFileSystem, path = segment, position = inFirstBatch): Promise<void> {
  const file = await disk.open(path, 'write')
  const byte = new Uint8Array(1)
  await file.read(byte, position)
  byte[0]! ^= 1
  await file.write([byte], position)
  await file.sync()
  await file.close()
}

/** Brokers whose logs hold `count` batches, acknowledged by all. */
async function filled(options: Parameters<typeof SimCluster.start>[0] = {}, count = 5): Promise<SimCluster> {
  const cluster = await SimCluster.start({ minIsr: 2, ...options })
  const { leader } = cluster.image
  for (let index = 0; index < count; index++) cluster.append(leader, [`value ${index} ${'x'.repeat(500)}`])
  await cluster.settle()
  return cluster
}

async function foldersOf(cluster: SimCluster, id: number): Promise<string[]> {
  return (await cluster.node(id).disk.list('/data')).filter((name) => name.startsWith('orders'))
}

const whole = [expect.stringMatching(/^orders-0$/), expect.stringMatching(/^orders-0\..*-damaged$/)]

async function expectRepaired(cluster: SimCluster, id: number): Promise<void> {
  expect(new Set<number>(cluster.image.isr)).toEqual(new Set([1, 2, 3]))
  expect(cluster.log(id).failure).toBeUndefined()
  const { leader } = cluster.image
  expect(leader).not.toBe(id)
  expect(await valuesOf(cluster.log(id))).toEqual(await valuesOf(cluster.log(leader)))
  expect(await foldersOf(cluster, id)).toEqual(whole)
}

describe('a damaged replica', () => {
  test('is copied anew from the leader when its log cannot be opened; what it had is kept', async () => {
    const lines: string[] = []
    const cluster = await filled({ logger: recordingLogger(lines) })
    await cluster.kill(3)
    cluster.append(1, ['later'])
    await cluster.settle()
    const disk = cluster.disks.get(3)!
    await flip(disk)
    const content = await disk.readFile(segment)
    await cluster.boot(3)
    await cluster.advance(2_000)
    await expectRepaired(cluster, 3)
    const aside = (await foldersOf(cluster, 3))[1]!
    expect(await cluster.node(3).disk.readFile(segment.replace('orders-0', aside))).toEqual(content)
    const told = lines.find((line) => line.startsWith('The damaged log of a replica was set aside'))
    expect(told).toContain(`"folder":"/data/${aside}"`)
  })

  test('that leads is replaced as soon as the scrub finds the damage, and nothing is lost', async () => {
    const cluster = await filled()
    await flip(cluster.node(1).disk)
    await cluster.advance(scrubMs)
    expect(cluster.image.leader).not.toBe(1)
    await cluster.advance(2_000)
    await expectRepaired(cluster, 1)
    const next = cluster.append(cluster.image.leader, ['next'])
    await cluster.settle()
    expect(next.outcome).toMatchObject({ errorCode: ErrorCode.NONE, baseOffset: 5 })
  })

  test('that follows leaves the ISR in a new leader epoch, so that no progress of before brings it back', async () => {
    const cluster = await filled()
    const { leaderEpoch } = cluster.image
    await flip(cluster.node(2).disk)
    cluster.controllerSilent = true
    await cluster.advance(scrubMs)
    expect(cluster.log(2).failure).toBeInstanceOf(CorruptLogError)
    expect(await foldersOf(cluster, 2)).toEqual(['orders-0'])
    expect(cluster.calls.map(({ changes }) => changes[0]!.withdraw)).toContain(true)
    cluster.answerCall(cluster.calls.findIndex(({ changes }) => changes[0]!.withdraw === true))
    expect(cluster.image).toMatchObject({ leader: 1, leaderEpoch: leaderEpoch + 1, isr: [1, 3] })
    cluster.controllerSilent = false
    await cluster.advance(2_000)
    expect(cluster.image.leaderEpoch).toBe(leaderEpoch + 1)
    await expectRepaired(cluster, 2)
  })

  test('keeps what it has while it still counts, whoever leads', async () => {
    const cluster = await filled()
    await flip(cluster.node(2).disk)
    cluster.controllerSilent = true
    await cluster.advance(scrubMs)
    cluster.controller.moveLeader(topicId, 0, BrokerId(3))
    await cluster.settle()
    expect(cluster.image).toMatchObject({ leader: 3, isr: [1, 2, 3] })
    expect(await foldersOf(cluster, 2)).toEqual(['orders-0'])
    cluster.controllerSilent = false
    await cluster.advance(5_000)
    await expectRepaired(cluster, 2)
  })

  test('is found when a follower catches up from it', async () => {
    const cluster = await filled({}, 40)
    await cluster.kill(3)
    cluster.disks.delete(3)
    await flip(cluster.node(1).disk)
    await cluster.boot(3)
    await cluster.advance(5_000)
    expect(cluster.image.leader).toBe(2)
    await expectRepaired(cluster, 1)
    expect(await valuesOf(cluster.log(3))).toEqual(await valuesOf(cluster.log(2)))
  })

  test('never leads: elected before it has said a word, it gives the place to another that has everything', async () => {
    const cluster = await filled()
    for (const id of [3, 2, 1]) await cluster.kill(id)
    expect(cluster.image).toMatchObject({ leader: -1 })
    const [last] = cluster.image.isr.length > 0 ? cluster.image.isr : cluster.image.elr
    await flip(cluster.disks.get(last!)!)
    const node = await cluster.bootFenced(last!)
    const led: boolean[] = []
    node.manager.onLeadership(({ leading }) => void led.push(leading))
    await cluster.settle()
    cluster.controller.unfence(node.id)
    await cluster.settle()
    expect(cluster.image.leader).not.toBe(last)
    for (const id of [1, 2, 3]) if (id !== last) await cluster.boot(id)
    await cluster.advance(12_000)
    expect(led).toEqual([])
    await expectRepaired(cluster, last!)
    expect((await valuesOf(cluster.log(last!))).length).toBe(5)
  })

  test('that nobody can take the place of stays offline, and says so; nothing is thrown away', async () => {
    const lines: string[] = []
    const cluster = await filled({ replicas: [1], minIsr: 1, logger: recordingLogger(lines) })
    await flip(cluster.node(1).disk)
    await cluster.advance(scrubMs)
    const told = lines.filter((line) => line.includes('no other replica may lead its partition'))
    expect(told).toEqual([expect.stringContaining('nothing is thrown away')])
    const refused = cluster.append(1, ['next'])
    await cluster.advance(60_000)
    expect(refused.outcome?.errorCode).toBe(ErrorCode.KAFKA_STORAGE_ERROR)
    expect(lines.filter((line) => line.includes('no other replica may lead its partition'))).toHaveLength(1)
    expect(await foldersOf(cluster, 1)).toEqual(['orders-0'])

    await cluster.kill(1)
    await cluster.boot(1)
    await cluster.advance(60_000)
    expect(cluster.node(1).manager.led(topicId, p0)).toBeUndefined()
    expect(await foldersOf(cluster, 1)).toEqual(['orders-0'])
    expect(await cluster.node(1).disk.list('/data/orders-0')).toContain('damaged.txt')
  })

  test('waits for the last replica that is left to come back, and is copied from it', async () => {
    const cluster = await filled({ replicas: [1, 2], minIsr: 2 })
    await cluster.kill(2)
    await flip(cluster.node(1).disk)
    await cluster.advance(scrubMs)
    expect(cluster.image).toMatchObject({ leader: -1, isr: [], elr: [2] })
    expect(await foldersOf(cluster, 1)).toEqual(['orders-0'])
    await cluster.boot(2)
    await cluster.advance(2_000)
    expect(cluster.image.leader).toBe(2)
    expect(new Set<number>(cluster.image.isr)).toEqual(new Set([1, 2]))
    expect(await valuesOf(cluster.log(1))).toEqual(await valuesOf(cluster.log(2)))
  })

  test('whose topic is deleted goes with it', async () => {
    const cluster = await filled({ replicas: [1], minIsr: 1 })
    await flip(cluster.node(1).disk)
    await cluster.advance(scrubMs)
    cluster.controller.removeTopic(topicId)
    await cluster.advance(120_000)
    expect(await foldersOf(cluster, 1)).toEqual([])
    expect(cluster.calls).toEqual([])
  })
})
