import { Bench } from 'tinybench'
import { LeaderEpoch } from '../../packages/base/dist/index.js'
import {
  crc32c,
  decodeRequestBody,
  decodeRequestHeader,
  encodeRequest,
  encodeResponse
} from '../../packages/protocol/dist/index.js'
import { FetchApi } from '../../packages/protocol/dist/messages/fetch.js'
import { ProduceApi } from '../../packages/protocol/dist/messages/produce.js'
import { MemoryLog, RaftNode, votersOnly } from '../../packages/raft-ts/dist/index.js'
import { LeaderMessage } from '../../packages/rpc/dist/index.js'
import { batchOf } from './batches.mjs'
import { openLogs, TOPIC_ID } from './logs.mjs'
import { rounded } from './measured.mjs'

const GROUP = 16

/** The steps of the paths of records, each for itself: microseconds a call by name, medians. */
export async function runMicro() {
  const { records } = batchOf(100)
  const bench = new Bench({ time: 600, warmupTime: 200 })
  bench.add('CRC-32C of 16 KiB', () => crc32c(records))
  addProtocol(bench, records)
  addPushes(bench, records)
  const log = await openLog()
  bench.add(`append ${GROUP} batches of 16 KiB, until durable`, () => appendGroup(log, records))
  bench.add('raft: propose, persist and commit', proposer())
  try {
    await bench.run()
  } finally {
    await log.close()
  }
  return Object.fromEntries(bench.tasks.map(({ name, result }) => [name, rounded(result.latency.p50 * 1000)]))
}

function addProtocol(bench, records) {
  const partition = (index) => ({ index, records })
  const topicData = [{ name: 'measured', topicId: TOPIC_ID, partitionData: [partition(0), partition(1)] }]
  const message = { transactionalId: null, acks: -1, timeoutMs: 30_000, topicData }
  const chunks = encodeRequest(ProduceApi, { correlationId: 1, clientId: 'bench', version: 13, message })
  const frame = Buffer.concat(chunks).subarray(4)
  bench.add('decode a Produce request of two batches', () =>
    decodeRequestBody(ProduceApi, frame, decodeRequestHeader(frame))
  )
  const partitions = [0, 1].map((partitionIndex) => ({
    partitionIndex,
    errorCode: 0,
    highWatermark: 1_000_000,
    lastStableOffset: 1_000_000,
    logStartOffset: 0,
    abortedTransactions: null,
    records
  }))
  const answer = { throttleTimeMs: 0, errorCode: 0, sessionId: 1, responses: [{ topicId: TOPIC_ID, partitions }] }
  bench.add('encode a Fetch response of two batches', () =>
    encodeResponse(FetchApi, { correlationId: 1, version: 17, message: answer })
  )
}

function addPushes(bench, records) {
  const push = [1, 2].map((handle) => ({ handle, session: 1, leaderEpoch: 3, records, highWatermark: 1_000_000 }))
  bench.add('encode two pushes to a follower', () => LeaderMessage.encode({ push }))
  const bytes = LeaderMessage.encode({ push })
  bench.add('decode two pushes from a leader', () => LeaderMessage.decode(bytes))
}

/** One log, and how to wait until all that was appended is durable. */
async function openLog() {
  const {
    logs: [log],
    close
  } = await openLogs(1)
  let flushed = () => {}
  log.onFlushed(() => flushed())
  return {
    append: (records) => log.appendAsLeader(Buffer.from(records), { leaderEpoch: LeaderEpoch(0), origin: 'client' }),
    allFlushed: () =>
      new Promise((resolve) => {
        flushed = () => log.flushedOffset === log.logEndOffset && resolve()
      }),
    close
  }
}

async function appendGroup(log, records) {
  for (let index = 0; index < GROUP; index++) {
    const appended = log.append(records)
    if (!appended.ok) throw new Error(appended.error.message)
  }
  await log.allFlushed()
}

/** A quorum of one, so that a round is all that there is. */
function proposer() {
  const log = new MemoryLog({ confState: votersOnly([1]) })
  const node = new RaftNode({ id: 1, log, random: () => 0 })
  const data = [Buffer.alloc(200, 1)]
  node.campaign()
  settle(node, log)
  return () => {
    node.propose(data)
    settle(node, log)
  }
}

function settle(node, log) {
  while (node.hasReady()) {
    const ready = node.takeReady()
    log.persist(ready)
    node.persisted({ ready: ready.number })
    for (const { index } of ready.committedEntries) node.applied(index)
  }
}
