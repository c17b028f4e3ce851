import {
  asError,
  invariant,
  type BrokerId,
  type LeaderEpoch,
  type Offset,
  type PartitionIndex,
  type TopicId
} from '@gregor/base'
import { CorruptLogError, LogDirOfflineError, type LogManager, type PartitionLog } from '@gregor/log'
import type { PartitionImage } from '@gregor/metadata'
import type { CommitKeeper } from './commit-keeper.ts'
import { isRegistered, type ReplicationContext } from './context.ts'
import { DamagedReplicas } from './damaged-replicas.ts'
import type { Truncation } from './core/divergence.ts'
import type { Moment } from './core/leader-state.ts'
import type { FollowerStreams } from './follower/follower-streams.ts'
import { Gate } from './gate.ts'
import type { IsrKeeper } from './isr-keeper.ts'
import type { LeaderStreams } from './leader/leader-streams.ts'
import type { IsrAuthority, TopicSettings } from './ports.ts'
import { Replica } from './replica.ts'
import type { ReplicaTable } from './replica-table.ts'
import { resign } from './resign.ts'

/** This broker became, or ceased to be, the leader of a partition. */
export interface LeadershipEvent {
  readonly topicId: TopicId
  readonly topic: string
  readonly partition: PartitionIndex
  readonly leading: boolean
  readonly leaderEpoch: LeaderEpoch
}

export interface RoleKeeperPorts {
  readonly context: ReplicationContext
  readonly table: ReplicaTable
  readonly logs: LogManager
  readonly topicSettings: (topic: string) => TopicSettings
  readonly isr: IsrKeeper
  readonly commit: CommitKeeper
  readonly authority: IsrAuthority
  readonly leaderStreams: LeaderStreams
  readonly followerStreams: FollowerStreams
  readonly onLeadership: (event: LeadershipEvent) => void
  /** The last log that had to be opened is, and its role taken: what the metadata gave this broker to lead is led. */
  readonly onSettled: () => void
}

/**
 * Gives every replica the role that the metadata says. A role is left at once, so that a fenced leader stops within the
 * turn in which it learns of it (P14); the next one begins as soon as the log is free for it.
 */
export class RoleKeeper {
  readonly #ports: RoleKeeperPorts
  readonly #opening: Gate
  readonly #damaged: DamagedReplicas
  /** Deletions under way, by topic and partition: a partition of that name waits for them, since it has the same folder. */
  readonly #deleting = new Map<string, Promise<void>>()
  #openings = 0
  #closed = false

  constructor(ports: RoleKeeperPorts) {
    this.#ports = ports
    this.#opening = new Gate(ports.context.config.openLogsMax)
    this.#damaged = new DamagedReplicas({ ...ports, onWithdrawn: (replica) => this.#onWithdrawn(replica) })
  }

  /** Whether the roles that the metadata gave wait for no log to open. */
  get settled(): boolean {
    return this.#openings === 0
  }

  /** The state of a partition of which this broker has a replica; `isNew` as in `Replica`, if it has it from now on. */
  host(news: PartitionImage, options: { readonly isNew: boolean }): void {
    const present = this.#ports.table.get(news.topicId, news.partition)
    if (present !== undefined) present.news = news
    this.settle(present ?? this.#create(news, options))
  }

  /** This broker has the replica no longer: its log goes. */
  remove(replica: Replica): void {
    const { context, table } = this.#ports
    context.logger.info({ partition: replica.name, topicId: replica.topicId }, 'Removing a replica')
    replica.removed = true
    table.remove(replica)
    this.#damaged.forget(replica)
    this.#leaveRole(replica)
    const { name } = replica
    const deleting = this.#delete(replica).finally(() => {
      if (this.#deleting.get(name) === deleting) this.#deleting.delete(name)
    })
    this.#deleting.set(name, deleting)
    context.meters.removePartition(replica.identity.topic, replica.partition)
    if (!table.hasTopic(replica.topicId)) context.meters.removeTopic(replica.identity.topic)
  }

  /** The configs of its topic changed. */
  reconfigure(replica: Replica): void {
    replica.settings = this.#ports.topicSettings(replica.identity.topic)
    replica.log?.setConfig(replica.settings.logConfig)
    this.#ports.commit.advance(replica)
  }

  /** Brings a replica closer to what the metadata says. */
  settle(replica: Replica): void {
    if (replica.removed || this.#closed) return
    const change = replica.state.classify(replica.news)
    if (change === 'unchanged') return
    if (change === 'isr') return this.#applyIsr(replica)
    this.#leaveRole(replica)
    if (replica.busy !== undefined) return
    const damage = this.#damaged.damageOf(replica)
    if (damage !== undefined) return this.#settleDamaged(replica, damage)
    if (replica.log === undefined) return this.#open(replica)
    if (replica.log.failure !== undefined) return this.goOffline(replica, replica.log.failure)
    if (change === 'become leader') this.#lead(replica, replica.log)
    else this.#follow(replica)
    this.#ports.leaderStreams.roleChanged(replica)
  }

  /** Cuts the log of a follower; nothing else touches it meanwhile. */
  repair(replica: Replica, truncation: Truncation): Promise<void> {
    const log = replica.openLog
    const { offset, kind } = truncation
    const fields = { partition: replica.name, leaderEpoch: replica.state.leaderEpoch, to: offset }
    const logs = { ...fields, logEndOffset: log.logEndOffset, highWatermark: log.highWatermark }
    // Below the high watermark were records that consumers may have seen: an unclean leader threw them away.
    if (offset < log.highWatermark) this.#ports.context.logger.warn(logs, 'Truncating below the high watermark')
    else this.#ports.context.logger.info(logs, 'Truncating to where the leader’s log parts')
    const repairing = this.#exclusively(replica, () =>
      kind === 'reset' ? log.resetTo(offset) : log.truncateTo(offset)
    )
    return repairing.catch((error: unknown) => {
      if (log.failure !== undefined) this.goOffline(replica, log.failure)
      throw error
    })
  }

  moveLogStart(replica: Replica, offset: Offset): void {
    replica.openLog.setLogStartOffset(offset).catch((error: unknown) => {
      this.#ports.context.logger.error({ partition: replica.name, offset, error }, 'Cannot move the start of a log')
    })
  }

  /** The replica cannot be used: another should lead, and nobody should count on this one. */
  goOffline(replica: Replica, failure: Error): void {
    if (replica.state.role.kind === 'offline' && replica.state.leaderEpoch >= replica.news.leaderEpoch) return
    const { leader } = replica
    this.#offline(replica, failure.message, levelOf(failure))
    if (this.#closed) return
    if (failure instanceof CorruptLogError || failure instanceof LogDirOfflineError) this.#damaged.add(replica, failure)
    else resign(this.#ports, replica, leader?.isr)
  }

  /** Leaves every role; resolves when no operation on a log is under way any more. */
  async close(): Promise<void> {
    this.#closed = true
    this.#damaged.close()
    const { table } = this.#ports
    for (const replica of table.all()) this.#leaveRole(replica)
    await Promise.allSettled([...table.all()].map((replica) => replica.busy ?? Promise.resolve()))
    await Promise.allSettled(this.#deleting.values())
  }

  #create(news: PartitionImage, { isNew }: { readonly isNew: boolean }): Replica {
    const { context, table, topicSettings } = this.#ports
    const { topicId, topic, partition } = news
    const replica = new Replica({
      self: context.self.brokerId,
      identity: { topicId, topic, partition },
      settings: topicSettings(topic),
      meters: context.meters.topic(topic),
      news,
      isNew
    })
    table.add(replica)
    const deleting = this.#deleting.get(replica.name)
    if (deleting !== undefined) void this.#exclusively(replica, () => deleting)
    return replica
  }

  /** A damaged or lost replica takes no role before its log was set aside or left behind; the next one is then empty. */
  #settleDamaged(replica: Replica, damage: Error): void {
    if (!this.#damaged.mayBeginAnew(replica)) {
      this.#offline(replica, damage.message, levelOf(damage))
      return this.#damaged.lookAgain(replica)
    }
    replica.log = undefined
    void this.#exclusively(replica, async () => {
      try {
        await this.#damaged.setAside(replica)
      } catch (error) {
        this.#offline(replica, `${damage.message} Its folder cannot be set aside: ${asError(error).message}`)
      }
    })
  }

  /** The metadata may have said so before the controller's answer came. */
  #onWithdrawn(replica: Replica): void {
    if (!this.#damaged.mayBeginAnew(replica) || replica.busy !== undefined) return
    this.#leaveRole(replica)
    this.settle(replica)
  }

  #lead(replica: Replica, log: PartitionLog): void {
    const { context, commit, isr, onLeadership } = this.#ports
    const { news } = replica
    // Leaderships in the metadata of before this process registered are those of an earlier process. (B1)
    if (!isRegistered(context)) return
    if (log.lastEpoch >= news.leaderEpoch) {
      const reason = `its log has records of epoch ${log.lastEpoch} already, so it must not lead in epoch ${news.leaderEpoch}`
      return this.#offline(replica, reason)
    }
    const leader = replica.state.becomeLeader(news, this.#moment(log))
    log.startEpoch(news.leaderEpoch)
    const { leaderEpoch, epochStartOffset } = leader
    const fields = { partition: replica.name, leaderEpoch, isr: news.isr, startOffset: epochStartOffset }
    context.logger.debug({ ...fields, highWatermark: log.highWatermark }, 'Leading')
    if (leader.hasLaggards(log.logEndOffset)) isr.watch(replica)
    commit.advance(replica)
    onLeadership({ ...replica.identity, leading: true, leaderEpoch })
  }

  #follow(replica: Replica): void {
    const { context, followerStreams } = this.#ports
    const { leader, leaderEpoch } = replica.news
    replica.state.becomeFollower(replica.news)
    context.logger.debug({ partition: replica.name, leader, leaderEpoch }, 'Following')
    followerStreams.follow(replica)
  }

  #applyIsr(replica: Replica): void {
    const { context, commit, isr } = this.#ports
    const { leader, news } = replica
    invariant(leader !== undefined, 'the ISR is news to a leader', { partition: replica.name })
    const log = replica.openLog
    const before = leader.isr.current
    leader.applyMetadata(news, this.#moment(log))
    if (!sameMembers(before, news.isr)) {
      // The active controller tells it to the operator, in one line when it concerns many.
      context.logger.debug({ partition: replica.name, from: before, to: news.isr }, 'ISR changed by the controller')
    }
    if (leader.hasLaggards(log.logEndOffset)) isr.watch(replica)
    commit.advance(replica)
    isr.maybeExpand(replica)
  }

  #leaveRole(replica: Replica): void {
    this.#leaveFor(replica, () => replica.state.becomeNone(replica.news.leaderEpoch))
  }

  #offline(replica: Replica, reason: string, level: 'warn' | 'error' = 'error'): void {
    this.#ports.context.logger[level]({ partition: replica.name, reason }, 'A replica is offline on this broker')
    this.#leaveFor(replica, () => replica.state.becomeOffline(reason, replica.news.leaderEpoch))
    this.#ports.leaderStreams.roleChanged(replica)
  }

  /** Those who waited on the old role already find the new one. */
  #leaveFor(replica: Replica, become: () => void): void {
    const { isr, followerStreams, onLeadership } = this.#ports
    const { role } = replica.state
    become()
    if (role.kind === 'follower') return followerStreams.unfollow(replica)
    if (role.kind !== 'leader') return
    isr.forget(replica)
    for (const session of replica.sessions.values()) session.end()
    replica.committed.loseAll()
    replica.flushed.loseAll()
    for (const fetch of replica.fetches) fetch.lost()
    onLeadership({ ...replica.identity, leading: false, leaderEpoch: role.leaderEpoch })
  }

  #open(replica: Replica): void {
    const { logs } = this.#ports
    const open = async (): Promise<void> => {
      try {
        const { identity, settings, isNew } = replica
        const log = await this.#opening.run(() => logs.open(identity, settings.logConfig, { isNew }))
        replica.log = log
        replica.isNew = false
        log.setConfig(replica.settings.logConfig)
        log.onFlushed(() => this.#onFlushed(replica, log))
      } catch (error) {
        this.goOffline(replica, asError(error))
      }
    }
    this.#openings++
    void this.#exclusively(replica, open, () => {
      this.#openings--
      if (this.settled && !this.#closed) this.#ports.onSettled()
    })
  }

  #onFlushed(replica: Replica, log: PartitionLog): void {
    if (replica.removed || this.#closed || replica.log !== log) return
    if (log.failure !== undefined) return this.goOffline(replica, log.failure)
    const { role } = replica.state
    if (role.kind === 'leader') this.#ports.commit.kept(replica)
    else if (role.kind === 'follower') this.#ports.followerStreams.acknowledge(replica)
  }

  async #delete(replica: Replica): Promise<void> {
    const { context, logs } = this.#ports
    await Promise.allSettled([replica.busy ?? Promise.resolve()])
    try {
      await logs.delete(replica.topicId, replica.partition)
    } catch (error) {
      context.logger.error({ partition: replica.name, topicId: replica.topicId, error }, 'Cannot delete a log')
    }
  }

  /** Runs `work` on the replica's log, then lets the metadata have its way. */
  #exclusively(replica: Replica, work: () => Promise<void>, afterwards = (): void => {}): Promise<void> {
    invariant(replica.busy === undefined, 'one operation on a log at a time', { partition: replica.name })
    const running = work().finally(() => {
      replica.busy = undefined
      this.#ports.context.scheduler.defer(() => {
        this.settle(replica)
        afterwards()
      })
    })
    replica.busy = running
    return running
  }

  #moment(log: PartitionLog): Moment {
    return { logEndOffset: log.logEndOffset, nowMs: this.#ports.context.clock.monotonicMs() }
  }
}

/** A log dir that failed said so itself, once. */
function levelOf(failure: Error): 'warn' | 'error' {
  return failure instanceof LogDirOfflineError ? 'warn' : 'error'
}

function sameMembers(left: readonly BrokerId[], right: readonly BrokerId[]): boolean {
  return left.length === right.length && left.every((broker) => right.includes(broker))
}
