import {
  invariant,
  SparseMap,
  SparseSet,
  type BrokerId,
  type LeaderEpoch,
  type Offset,
  type PartitionIndex,
  type TopicId
} from '@gregor/base'
import type { LogIdentity, PartitionLog } from '@gregor/log'
import type { LeaderState } from './core/leader-state.ts'
import { OffsetWaits } from './core/offset-waits.ts'
import { PartitionState, type PartitionNews } from './core/partition-state.ts'
import type { TopicMeters } from './metrics.ts'
import type { TopicSettings } from './ports.ts'

/** A session that pushes a led partition to one follower. */
export interface FollowerSession {
  readonly leaderEpoch: LeaderEpoch
  /** New records, or a new log start. */
  wake(): void
  /** Only the high watermark moved: that may wait a moment for records to travel with. */
  wakeForHighWatermark(): void
  /** The leadership that it was part of is over. */
  end(): void
}

/** A fetch that waits for records of the partition. */
export interface FetchWatcher {
  /** The readable end moved. */
  moved(replica: Replica): void
  /** This broker leads the partition no longer. */
  lost(): void
}

/**
 * One partition that this broker hosts: its state machine, its log once that is open, and everything that hangs on it.
 * It is data for the drivers, which keep it consistent; it does nothing by itself.
 */
export class Replica {
  readonly self: BrokerId
  readonly identity: LogIdentity
  readonly state: PartitionState
  readonly meters: TopicMeters
  settings: TopicSettings
  /** What the metadata says now; the role follows as soon as the log lets it. */
  news: PartitionNews
  log: PartitionLog | undefined
  /** An operation on the log that nothing may come between: opening, truncating. */
  busy: Promise<void> | undefined
  /**
   * Nobody counts on what a log of the partition may have held here: it may begin empty. True when the metadata gave it to
   * this broker after this process began to follow them: the controller counts such a replica in sync only when the
   * partition has no records, or when it has caught up from empty. (Those that were there before may have records in a
   * log dir that is offline.) True too when the controller has counted the replica out.
   */
  isNew: boolean
  /** Deleted, or moved to other brokers. */
  removed = false
  /** As leader: who is being pushed to. */
  readonly sessions = new SparseMap<BrokerId, FollowerSession>()
  /** Waits for the high watermark. */
  readonly committed = new OffsetWaits()
  /** Waits for this broker's own flush (acks=1). */
  readonly flushed = new OffsetWaits()
  readonly fetches = new SparseSet<FetchWatcher>()

  constructor(start: {
    readonly self: BrokerId
    readonly identity: LogIdentity
    readonly settings: TopicSettings
    readonly meters: TopicMeters
    readonly news: PartitionNews
    readonly isNew: boolean
  }) {
    this.self = start.self
    this.identity = start.identity
    this.state = new PartitionState(start.self)
    this.settings = start.settings
    this.meters = start.meters
    this.news = start.news
    this.isNew = start.isNew
  }

  get topicId(): TopicId {
    return this.identity.topicId
  }

  get partition(): PartitionIndex {
    return this.identity.partition
  }

  /** For log lines and messages. */
  get name(): string {
    return `${this.identity.topic}-${this.identity.partition}`
  }

  /** The leader's half of the state machine, while this broker leads. */
  get leader(): LeaderState | undefined {
    const { role } = this.state
    return role.kind === 'leader' ? role : undefined
  }

  /** The log of a replica that leads or follows, which cannot be without. */
  get openLog(): PartitionLog {
    invariant(this.log !== undefined, 'the log of a replica with a role is open', { replica: this.name })
    return this.log
  }

  /** What counts as kept on this broker: flushed, or appended where flush.before.ack is off. */
  get keptOffset(): Offset {
    return this.settings.flushBeforeAck ? this.openLog.flushedOffset : this.openLog.logEndOffset
  }
}
