import { readFile, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { ErrorCode } from '@gregor/protocol'
import type { PartitionData } from '@gregor/protocol/messages/fetch'
import { Actor, type Stage } from './actor.ts'
import { CommittedOffsets } from './committed-offsets.ts'
import { committedPoll } from './committed-reader.ts'
import { MarkedLog } from './committed-records.ts'
import { IsolationLevel, type Position, fetchFrom, readRecords } from './fetch.ts'

/** What is done with a leader's answer; gives the offset to go on at. */
type Take = (position: Position, data: PartitionData) => number

/** Reads every partition from its beginning to its end, when all is healed and nobody writes any more. */
export async function readToTheEnd(stage: Stage, timeoutMs: number): Promise<void> {
  const actor = new Actor(stage, 'final reader')
  const take: Take = ({ partition, offset: from }, { highWatermark, records: bytes }) => {
    const records = bytes === null ? [] : readRecords(bytes)
    stage.history.finals.push({ reader: actor.name, partition, from, records, highWatermark })
    return records.at(-1) === undefined ? from : records.at(-1)!.offset + 1
  }
  await readAll(actor, { isolationLevel: IsolationLevel.readUncommitted, timeoutMs, take })
}

/** The same with `read_committed`: in that time every transaction must have ended. */
export async function readCommittedToTheEnd(stage: Stage, timeoutMs: number): Promise<void> {
  const actor = new Actor(stage, 'final reader')
  const take: Take = (position, data) => {
    const poll = committedPoll(actor.name, { position, data, readMs: stage.world.clock.monotonicMs() })
    stage.history.committedFinals.push(poll)
    return poll.next
  }
  await readAll(actor, { isolationLevel: IsolationLevel.readCommitted, timeoutMs, take })
}

interface Reading {
  readonly isolationLevel: IsolationLevel
  readonly timeoutMs: number
  readonly take: Take
}

async function readAll(actor: Actor, reading: Reading): Promise<void> {
  await actor.refresh()
  const deadlineMs = performance.now() + reading.timeoutMs
  for (let partition = 0; partition < actor.stage.partitions; partition++) {
    await readPartition(actor, { ...reading, partition, deadlineMs })
  }
  actor.client.close()
}

async function readPartition(
  actor: Actor,
  reading: Reading & { readonly partition: number; readonly deadlineMs: number }
): Promise<void> {
  const { partition, isolationLevel, deadlineMs, take } = reading
  for (let offset = 0, failures = 0; ;) {
    const leader = actor.leaderOf(partition)
    const position = { partition, offset, leaderEpoch: leader?.leaderEpoch ?? -1 }
    const answer =
      leader === undefined ? undefined : await fetchFrom(actor, leader.leaderId, [position], isolationLevel)
    const data = answer?.get(partition)
    if (data?.errorCode === ErrorCode.NONE) {
      offset = take(position, data)
      if (offset >= data.highWatermark) return
    } else await actor.backOff(failures++)
    if (performance.now() > deadlineMs) {
      const { topic } = actor.stage
      const ends = data === undefined ? '' : `; high watermark ${data.highWatermark}, stable ${data.lastStableOffset}`
      throw new Error(`${topic}-${partition} cannot be read beyond offset ${offset}${ends}`)
    }
  }
}

/** Reads what the groups have committed, when all is healed. */
export async function readCommittedOffsets(stage: Stage, groups: readonly string[], timeoutMs: number): Promise<void> {
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

/** Where a broker that has ended in peace left its data. */
type DataFolder = (broker: number) => string

const everything = Number.MAX_SAFE_INTEGER

/** Reads the segment files of every replica, when all brokers have ended in peace. */
export async function readDisks(stage: Stage, dataFolder: DataFolder): Promise<void> {
  for await (const { reader, partition, segments } of replicasOf(stage, dataFolder)) {
    for (const { from, bytes } of segments) {
      stage.history.finals.push({ reader, partition, from, records: readRecords(bytes), highWatermark: everything })
    }
  }
}

/** The same for transactions: what is committed by the markers on each disk. */
export async function readCommittedOnDisks(stage: Stage, dataFolder: DataFolder): Promise<void> {
  for await (const { reader, partition, segments } of replicasOf(stage, dataFolder)) {
    const log = new MarkedLog()
    for (const { bytes } of segments) log.add(bytes)
    const limits = { highWatermark: everything, lastStableOffset: everything, readMs: performance.now() }
    const { committed: records, next } = log
    stage.history.committedFinals.push({ reader, partition, from: 0, next, records, ...limits })
  }
}

interface ReplicaFiles {
  readonly reader: string
  readonly partition: number
  readonly segments: readonly { readonly from: number; readonly bytes: Buffer }[]
}

async function* replicasOf(stage: Stage, dataFolder: DataFolder): AsyncGenerator<ReplicaFiles> {
  for (const id of stage.world.brokerIds) {
    for (let partition = 0; partition < stage.partitions; partition++) {
      const folder = join(dataFolder(id), `${stage.topic}-${partition}`)
      const names = (await readdir(folder)).filter((name) => name.endsWith('.log')).sort()
      const read = async (name: string) => ({
        from: Number.parseInt(name, 10),
        bytes: await readFile(join(folder, name))
      })
      yield { reader: `the disk of broker ${id}`, partition, segments: await Promise.all(names.map(read)) }
    }
  }
}
