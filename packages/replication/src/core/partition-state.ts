import { NO_BROKER, NO_EPOCH, type BrokerId, type LeaderEpoch } from '@gregor/base'
import { LeaderState, type Leadership, type Moment } from './leader-state.ts'

/** The metadata's word on a partition that this broker hosts. */
export interface PartitionNews extends Leadership {
  /** NO_BROKER when nobody can lead. */
  readonly leader: BrokerId
}

/** This broker copies from `leader`, which is NO_BROKER while there is none. */
export interface FollowerState {
  readonly kind: 'follower'
  readonly leader: BrokerId
  readonly leaderEpoch: LeaderEpoch
}

/** This broker has the replica but cannot use it: its disk failed, or it must not lead in this epoch. */
export interface OfflineState {
  readonly kind: 'offline'
  readonly leaderEpoch: LeaderEpoch
  readonly reason: string
}

/** Nothing has been heard of the partition, or its log is not open yet. */
export interface NoState {
  readonly kind: 'none'
  readonly leaderEpoch: LeaderEpoch
}

export type PartitionRole = NoState | LeaderState | FollowerState | OfflineState

/** What a change of metadata means for a replica. */
export type RoleChange =
  /** Older than what is known, or without consequence. */
  | 'unchanged'
  /** The leader's ISR or replicas changed within its epoch. */
  | 'isr'
  | 'become leader'
  | 'become follower'

/**
 * The state machine of one replica: none, leader, follower or offline. Epochs only grow: the older word never wins. (P1)
 */
export class PartitionState {
  readonly #self: BrokerId
  #role: PartitionRole = { kind: 'none', leaderEpoch: NO_EPOCH }

  constructor(self: BrokerId) {
    this.#self = self
  }

  get role(): PartitionRole {
    return this.#role
  }

  get leaderEpoch(): LeaderEpoch {
    return this.#role.leaderEpoch
  }

  /** The leader as known here; NO_BROKER = none. */
  get leader(): BrokerId {
    if (this.#role.kind === 'leader') return this.#self
    return this.#role.kind === 'follower' ? this.#role.leader : NO_BROKER
  }

  /** Compares news with the role; changes nothing. */
  classify(news: PartitionNews): RoleChange {
    const role = this.#role
    if (news.leaderEpoch < role.leaderEpoch) return 'unchanged'
    if (role.kind === 'leader' && news.leaderEpoch === role.leaderEpoch) {
      return news.partitionEpoch > role.isr.partitionEpoch ? 'isr' : 'unchanged'
    }
    // An epoch has one leader: within it nothing can have changed for one who does not lead.
    if (news.leaderEpoch === role.leaderEpoch && role.kind !== 'none') return 'unchanged'
    return news.leader === this.#self ? 'become leader' : 'become follower'
  }

  becomeLeader(news: PartitionNews, moment: Moment): LeaderState {
    const leader = new LeaderState(this.#self, news, moment)
    this.#role = leader
    return leader
  }

  becomeFollower({ leader, leaderEpoch }: Pick<PartitionNews, 'leader' | 'leaderEpoch'>): void {
    this.#role = { kind: 'follower', leader, leaderEpoch }
  }

  becomeOffline(reason: string, leaderEpoch: LeaderEpoch = this.leaderEpoch): void {
    this.#role = { kind: 'offline', leaderEpoch, reason }
  }

  /** Stops to lead or follow, ahead of what comes next in `leaderEpoch`. */
  becomeNone(leaderEpoch: LeaderEpoch = this.leaderEpoch): void {
    this.#role = { kind: 'none', leaderEpoch }
  }
}
