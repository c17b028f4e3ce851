import type { PartitionIndex, TopicId } from '@gregor/base'
import type { PartitionLog } from '@gregor/log'
import type { MetadataDelta, MetadataImage, PartitionImage } from '@gregor/metadata'
import type { LeadershipEvent } from '@gregor/replication'
import type { Checker, ObservedCluster, ObservedNode } from '../../types.ts'
import { BatchFollower } from './batch-follower.ts'
import { BatchIdentity } from './batch-identity.ts'
import { CommittedIsDurable } from './committed-is-durable.ts'
import { EpochCacheOrder } from './epoch-cache-order.ts'
import { Histories, keyOf } from './histories.ts'
import type { HostedLog, PartitionHistory } from './history.ts'
import { checkFenced, LeaderCompleteness } from './leader-completeness.ts'
import { LogBounds } from './log-bounds.ts'
import { OneLeaderPerEpoch } from './one-leader-per-epoch.ts'
import { hasMoved, hostedLog, noteCopy, noteExposed, positionOf } from './positions.ts'
import type { PartitionRule } from './rule.ts'
import { StableOffset } from './stable-offset.ts'

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
  readonly #histories: Histories
  readonly #watched = new Map<number, Watched>()
  readonly #rules: readonly PartitionRule[]

  constructor(cluster: ObservedCluster) {
    this.#rules = [
      new LogBounds(),
      new EpochCacheOrder(),
      new OneLeaderPerEpoch(),
      new LeaderCompleteness(),
      new BatchFollower(new BatchIdentity()),
      new StableOffset(),
      new CommittedIsDurable(cluster)
    ]
    this.#histories = new Histories((history) => {
      for (const rule of this.#rules) rule.changed?.(history)
    })
  }

  started(node: ObservedNode): void {
    const { running, incarnation } = node
    if (running === undefined) return
    const watched: Watched = { incarnation, hostings: new Map(), leaderships: [], learned: false }
    this.#watched.set(node.id, watched)
    const { image } = running.controller
    this.#histories.noteImage(image)
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
    this.#histories.noteDelta(delta, image)
    const watched = this.#watched.get(node.id)
    if (watched === undefined) return
    watched.learned = true
    for (const { after } of delta.partitions) {
      this.#host(node, after)
      const hosted = watched.hostings.get(keyOf(after.topicId, after.partition))?.hosted
      if (hosted !== undefined) hosted.learned = true
    }
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
      if (hosted === undefined || hosted.log.failure !== undefined) {
        const log = logs.get(hosting.topicId, hosting.partition)
        if (log !== undefined && log !== hosted?.log) this.#open(node, hosting, log)
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

  #open(node: ObservedNode, hosting: Hosting, log: PartitionLog): void {
    const { history } = hosting
    const earlier = history.copies.get(node.id)
    const left = earlier?.wipes === node.wipes ? { durable: earlier.durable, logStart: earlier.logStart } : undefined
    const hosted = hostedLog({ node, history, log })
    hosting.hosted = hosted
    noteCopy(hosted)
    for (const rule of this.#rules) rule.opened?.(hosted, left)
  }

  #move(hosted: HostedLog): void {
    const { logStart, highWatermark, flushed, logEnd } = hosted
    Object.assign(hosted, positionOf(hosted.log))
    noteCopy(hosted)
    noteExposed(hosted)
    for (const rule of this.#rules) rule.moved?.(hosted, { logStart, highWatermark, flushed, logEnd })
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

function checkAllFenced(watched: Watched): void {
  watched.learned = false
  for (const { hosted } of watched.hostings.values()) {
    if (hosted === undefined) continue
    hosted.learned = false
    checkFenced(hosted)
  }
}
