import type { PartitionIndex, TopicId } from '@gregor/base'
import type { PartitionLog } from '@gregor/log'
import { ConfigResourceType, type MetadataDelta, type MetadataImage, type PartitionImage } from '@gregor/metadata'
import type { LeadershipEvent } from '@gregor/replication'
import { type Checker, type ObservedCluster, type ObservedNode } from '../../types.ts'
import { BatchFollower } from './batch-follower.ts'
import { BatchIdentity } from './batch-identity.ts'
import { CommittedIsDurable } from './committed-is-durable.ts'
import { EpochCacheOrder } from './epoch-cache-order.ts'
import type { Copy, HostedLog, PartitionHistory } from './history.ts'
import { checkFenced, LeaderCompleteness } from './leader-completeness.ts'
import { LogBounds } from './log-bounds.ts'
import { OneLeaderPerEpoch } from './one-leader-per-epoch.ts'
import type { PartitionRule } from './rule.ts'

/** A replica that a process has, or will have as soon as its log is open. */
interface Hosting {
  readonly topicId: TopicId
  readonly partition: PartitionIndex
  readonly history: PartitionHistory
  hosted: HostedLog | undefined
}

interface Watched {
  readonly incarnation: number
  readonly hostings: Map<string, Hosting>
  /** In order, since the last look, with the end of the log at that moment. */
  readonly leaderships: { readonly event: LeadershipEvent; readonly logEnd: number }[]
  learned: boolean
}

/** Follows logs, leaderships and the metadata of partitions on all nodes, for the rules P1 to P15. */
export class PartitionChecker implements Checker {
  readonly name = 'partitions'
  readonly #histories = new Map<string, PartitionHistory>()
  readonly #watched = new Map<number, Watched>()
  readonly #rules: readonly PartitionRule[]
  #index = 0

  constructor(cluster: ObservedCluster) {
    this.#rules = [
      new LogBounds(),
      new EpochCacheOrder(),
      new OneLeaderPerEpoch(),
      new LeaderCompleteness(),
      new BatchFollower(new BatchIdentity()),
      new CommittedIsDurable(cluster)
    ]
  }

  started(node: ObservedNode): void {
    const { running, incarnation } = node
    if (running === undefined) return
    const watched: Watched = { incarnation, hostings: new Map(), leaderships: [], learned: false }
    this.#watched.set(node.id, watched)
    const { image } = running.controller
    this.#noteImage(image)
    for (const { partitions } of image.topics.values()) for (const state of partitions) this.#host(node, state)
    running.replicas.onLeadership((event) => {
      const logEnd = running.logs.get(event.topicId, event.partition)?.logEndOffset ?? 0
      watched.leaderships.push({ event, logEnd })
    })
  }

  stopped(node: ObservedNode): void {
    this.#watched.delete(node.id)
  }

  applied(node: ObservedNode, delta: MetadataDelta, image: MetadataImage): void {
    this.#noteDelta(delta, image)
    const watched = this.#watched.get(node.id)
    if (watched === undefined) return
    watched.learned = true
    for (const { after } of delta.partitions) this.#host(node, after)
    for (const { id, partitions } of delta.removedTopics) {
      for (const { partition } of partitions) watched.hostings.delete(keyOf(id, partition))
    }
  }

  afterEvent(node: ObservedNode): void {
    const watched = this.#watched.get(node.id)
    if (watched === undefined || node.running === undefined) return
    const { logs } = node.running
    for (const hosting of watched.hostings.values()) {
      const { hosted } = hosting
      if (hosted === undefined) {
        const log = logs.get(hosting.topicId, hosting.partition)
        if (log !== undefined) this.#open(node, hosting, log)
      } else if (hasMoved(hosted)) this.#move(hosted)
    }
    if (watched.leaderships.length > 0) this.#takeLeaderships(watched)
    if (watched.learned) checkAllFenced(watched)
  }

  /** The node has a replica, or has one no more. */
  #host(node: ObservedNode, state: PartitionImage): void {
    const { topicId, partition } = state
    const key = keyOf(topicId, partition)
    const hostings = this.#watched.get(node.id)!.hostings
    if (!state.replicas.some((broker) => broker === node.id)) {
      hostings.delete(key)
    } else if (!hostings.has(key)) {
      const history = this.#histories.get(key)
      if (history !== undefined) hostings.set(key, { topicId, partition, history, hosted: undefined })
    }
  }

  #noteImage(image: MetadataImage): void {
    if (image.appliedIndex <= this.#index) return
    this.#index = image.appliedIndex
    for (const { partitions } of image.topics.values()) for (const state of partitions) this.#noteState(state, image)
  }

  #noteDelta(delta: MetadataDelta, image: MetadataImage): void {
    if (delta.configs.length > 0) for (const history of this.#histories.values()) noteConfig(history, image)
    const isNews = image.appliedIndex > this.#index
    if (isNews) this.#index = image.appliedIndex
    for (const { after } of delta.partitions) {
      if (isNews) this.#noteState(after, image)
      else noteLeader(this.#historyOf(after), after)
    }
  }

  #noteState(state: PartitionImage, image: MetadataImage): void {
    const history = this.#historyOf(state)
    history.state = state
    noteLeader(history, state)
    noteConfig(history, image)
    for (const rule of this.#rules) rule.changed?.(history)
  }

  #historyOf(state: PartitionImage): PartitionHistory {
    const key = keyOf(state.topicId, state.partition)
    let history = this.#histories.get(key)
    if (history === undefined) {
      history = {
        name: `${state.topic}-${state.partition}`,
        state,
        leaders: new Map(),
        committedEnd: 0,
        logStart: 0,
        exposures: new Map(),
        committed: new Map(),
        copies: new Map(),
        strict: true
      }
      this.#histories.set(key, history)
    }
    return history
  }

  #open(node: ObservedNode, hosting: Hosting, log: PartitionLog): void {
    const { history } = hosting
    const earlier = history.copies.get(node.id)
    const left = earlier?.wipes === node.wipes ? { durable: earlier.durable, logStart: earlier.logStart } : undefined
    const copy: Copy =
      left !== undefined
        ? earlier!
        : { nodeId: node.id, wipes: node.wipes, durable: 0, logStart: 0, logEnd: 0, batches: [] }
    history.copies.set(node.id, copy)
    const { logStartOffset: logStart, highWatermark, flushedOffset: flushed, logEndOffset: logEnd } = log
    const position = { logStart, highWatermark, flushed, logEnd }
    const role = { leaderEpoch: -1, epochStart: 0, serves: false }
    const hosted = { node, incarnation: node.incarnation, history, log, copy, ...position, ...role }
    hosting.hosted = hosted
    noteCopy(hosted)
    for (const rule of this.#rules) rule.opened?.(hosted, left)
  }

  #move(hosted: HostedLog): void {
    const { logStart, highWatermark, flushed, logEnd, log } = hosted
    const before = { logStart, highWatermark, flushed, logEnd }
    hosted.logStart = log.logStartOffset
    hosted.highWatermark = log.highWatermark
    hosted.flushed = log.flushedOffset
    hosted.logEnd = log.logEndOffset
    noteCopy(hosted)
    noteExposed(hosted)
    for (const rule of this.#rules) rule.moved?.(hosted, before)
  }

  /** After the logs, so that what they lead is looked at as it is. */
  #takeLeaderships({ hostings, leaderships }: Watched): void {
    for (const { event, logEnd } of leaderships.splice(0)) {
      const hosted = hostings.get(keyOf(event.topicId, event.partition))?.hosted
      if (hosted === undefined) continue
      hosted.leaderEpoch = event.leading ? event.leaderEpoch : -1
      hosted.serves = false
      hosted.epochStart = logEnd
      if (!event.leading) continue
      for (const rule of this.#rules) rule.leads?.(hosted)
      // What it had as a follower it shows to clients now.
      const shown = Math.min(hosted.highWatermark, hosted.history.committedEnd)
      noteExposed(hosted)
      for (const rule of this.#rules) rule.moved?.(hosted, { ...hosted, highWatermark: shown })
    }
  }
}

function keyOf(topicId: TopicId, partition: PartitionIndex): string {
  return `${topicId} ${partition}`
}

function hasMoved({ log, logEnd, highWatermark, flushed, logStart }: HostedLog): boolean {
  return (
    log.logEndOffset !== logEnd ||
    log.highWatermark !== highWatermark ||
    log.flushedOffset !== flushed ||
    log.logStartOffset !== logStart
  )
}

/** A snapshot may have shown a later state already. */
function noteLeader({ leaders }: PartitionHistory, { leaderEpoch, leader }: PartitionImage): void {
  if (!leaders.has(leaderEpoch)) leaders.set(leaderEpoch, leader)
}

/** What was flushed once stays durable, whatever a later process counts as flushed, until it is truncated. */
function noteCopy({ copy, flushed, logEnd, logStart }: HostedLog): void {
  copy.durable = Math.max(flushed, Math.min(copy.durable, logEnd))
  copy.logStart = logStart
  copy.logEnd = logEnd
}

/** What a leader shows to clients. */
function noteExposed({ history, leaderEpoch, highWatermark, logStart }: HostedLog): void {
  if (leaderEpoch < 0) return
  if (highWatermark > history.committedEnd) history.committedEnd = highWatermark
  if (logStart > history.logStart) history.logStart = logStart
  const exposure = history.exposures.get(leaderEpoch)
  if (exposure === undefined)
    history.exposures.set(leaderEpoch, { leaderEpoch, end: highWatermark, lastBatch: undefined })
  else if (highWatermark > exposure.end) exposure.end = highWatermark
}

function checkAllFenced(watched: Watched): void {
  watched.learned = false
  for (const { hosted } of watched.hostings.values()) if (hosted !== undefined) checkFenced(hosted)
}

/** Whether losses are allowed by configuration. */
function noteConfig(history: PartitionHistory, image: MetadataImage): void {
  const topic = image.configOverrides(ConfigResourceType.topic, history.state.topic)
  const brokers = image.configOverrides(ConfigResourceType.broker, '')
  const value = (key: string): string | undefined => topic.get(key) ?? brokers.get(key)
  if (value('unclean.leader.election.enable') === 'true' || value('flush.before.ack') === 'false')
    history.strict = false
}
