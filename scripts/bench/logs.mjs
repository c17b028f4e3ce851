import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { noMetrics, PartitionIndex, silentLogger, TopicId } from '../../packages/base/dist/index.js'
import { nodeFileSystem, noFolderLocks, openLogManager } from '../../packages/log/dist/index.js'
import { nodeClock, nodeRandom, nodeScheduler } from '../../packages/server/dist/io/node-ports.js'

/** The id of the topic that is measured. */
export const TOPIC_ID = 'AAAAAAAAAAAAAAAAAAAAAQ'

/** A topic that keeps everything. */
const logConfig = {
  segmentBytes: 1 << 30,
  segmentMs: 7 * 86_400_000,
  indexIntervalBytes: 4096,
  segmentIndexBytes: 10 << 20,
  retentionMs: -1,
  retentionBytes: -1,
  deletes: true,
  compacts: false,
  maxMessageBytes: 1 << 24,
  logAppendTime: false,
  timestampBeforeMaxMs: 2 ** 53,
  timestampAfterMaxMs: 3_600_000,
  fileDeleteDelayMs: 60_000,
  producerIdExpirationMs: 86_400_000
}

/** The logs of so many partitions in a folder of their own; `options` are further ones of the log manager. */
export async function openLogs(partitions, options = {}) {
  const folder = await mkdtemp(join(tmpdir(), 'gregor-bench-'))
  const manager = await openLogManager({
    folders: [folder],
    fileSystem: nodeFileSystem,
    locks: noFolderLocks,
    clock: nodeClock,
    scheduler: nodeScheduler,
    random: nodeRandom,
    logger: silentLogger,
    metrics: noMetrics,
    ...options
  })
  const logs = []
  for (let partition = 0; partition < partitions; partition++) {
    const identity = { topicId: TopicId(TOPIC_ID), topic: 'measured', partition: PartitionIndex(partition) }
    logs.push(await manager.open(identity, logConfig))
  }
  return {
    logs,
    /** Closes the logs and removes their folder. */
    close: async () => {
      await manager.close({ brokerEpoch: 1 })
      await rm(folder, { recursive: true })
    }
  }
}
