import { readFile, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { ErrorCode } from '@gregor/protocol'
import { Actor, type Stage } from './actor.ts'
import { CommittedOffsets } from './committed-offsets.ts'
import { fetchFrom, readRecords } from './fetch.ts'

/** Reads every partition from its beginning to its end, when all is healed and nobody writes any more. */
export async function readToTheEnd(stage: Stage, timeoutMs: number): Promise<void> {
  const actor = new Actor(stage, 'final reader')
  await actor.refresh()
  const deadlineMs = performance.now() + timeoutMs
  for (let partition = 0; partition < stage.partitions; partition++) await readPartition(actor, partition, deadlineMs)
  actor.client.close()
}

async function readPartition(actor: Actor, partition: number, deadlineMs: number): Promise<void> {
  for (let offset = 0, failures = 0; ;) {
    const leader = actor.leaderOf(partition)
    const position = { partition, offset, leaderEpoch: leader?.leaderEpoch ?? -1 }
    const answer = leader === undefined ? undefined : await fetchFrom(actor, leader.leaderId, [position])
    const data = answer?.get(partition)
    if (data?.errorCode === ErrorCode.NONE) {
      const { highWatermark, records: bytes } = data
      const records = bytes === null ? [] : readRecords(bytes)
      actor.stage.history.finals.push({ reader: actor.name, partition, from: offset, records, highWatermark })
      offset = records.at(-1) === undefined ? offset : records.at(-1)!.offset + 1
      if (offset >= highWatermark) return
    } else await actor.backOff(failures++)
    if (performance.now() > deadlineMs) throw new Error(`partition ${partition} cannot be read beyond offset ${offset}`)
  }
}

/** Reads what the groups have committed, when all is healed. */
export async function readCommitted(stage: Stage, groups: readonly string[], timeoutMs: number): Promise<void> {
  const actor = new Actor(stage, 'final committer')
  const deadlineMs = performance.now() + timeoutMs
  for (const group of groups) {
    const offsets = new CommittedOffsets(actor, group)
    for (let failures = 0; (await offsets.read({ final: true })) === undefined; failures++) {
      if (performance.now() > deadlineMs) throw new Error(`what ${group} committed cannot be read`)
      await actor.backOff(failures)
    }
  }
  actor.client.close()
}

/** Reads the segment files of every replica, when all brokers have ended in peace. */
export async function readDisks(stage: Stage, dataFolder: (broker: number) => string): Promise<void> {
  for (const id of stage.world.brokerIds) {
    for (let partition = 0; partition < stage.partitions; partition++) {
      const folder = join(dataFolder(id), `${stage.topic}-${partition}`)
      const segments = (await readdir(folder)).filter((name) => name.endsWith('.log')).sort()
      for (const segment of segments) {
        const records = readRecords(await readFile(join(folder, segment)))
        const from = Number.parseInt(segment, 10)
        const highWatermark = Number.MAX_SAFE_INTEGER
        stage.history.finals.push({ reader: `the disk of broker ${id}`, partition, from, records, highWatermark })
      }
    }
  }
}
