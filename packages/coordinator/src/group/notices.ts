/** Why a member left its group. */
export type RemovalCause =
  | 'session timeout'
  | 'left'
  | 'removed by an administrator'
  | 'did not rejoin in time'
  | 'did not sync in time'
  | 'replaced by a new instance'
  | 'group is full'
  | 'did not give up partitions in time'
  | 'the group could not be stored'

/** What happened in a group, for its log lines and metrics. */
export type GroupNotice =
  | {
      readonly type: 'rebalance-started'
      readonly group: string
      readonly generation: number
      readonly memberCount: number
      readonly reason: string
    }
  | {
      readonly type: 'generation-formed'
      readonly group: string
      readonly generation: number
      readonly memberCount: number
      readonly leader: string
      readonly protocol: string
    }
  | { readonly type: 'assignment-stored'; readonly group: string; readonly generation: number }
  | {
      readonly type: 'assignment-failed'
      readonly group: string
      readonly generation: number
      readonly errorCode: number
    }
  | {
      readonly type: 'target-assigned'
      readonly group: string
      readonly epoch: number
      readonly memberCount: number
      readonly assignor: string
    }
  | {
      readonly type: 'member-joined'
      readonly group: string
      readonly member: string
      readonly instance: string | null
      readonly clientId: string
      readonly clientHost: string
      readonly protocol: 'classic' | 'consumer'
    }
  /** A change to a consumer group was decided on and is taken back. */
  | { readonly type: 'change-refused'; readonly group: string; readonly errorCode: number }
  | { readonly type: 'became-empty'; readonly group: string; readonly generation: number }
  | {
      readonly type: 'member-removed'
      readonly group: string
      readonly member: string
      readonly instance: string | null
      readonly clientId: string
      readonly clientHost: string
      readonly cause: RemovalCause
      /** What the client itself said, if it did (KIP-800). */
      readonly reason: string | null
    }
  /** The group goes on under the other protocol, with the members that it has. */
  | {
      readonly type: 'group-migrated'
      readonly group: string
      readonly to: 'consumer' | 'classic'
      readonly epoch: number
      readonly memberCount: number
    }
  | { readonly type: 'group-deleted'; readonly group: string; readonly cause: 'request' | 'expiry' }
  | {
      readonly type: 'offsets-removed'
      readonly group: string
      readonly count: number
      readonly cause: 'request' | 'expiry' | 'topic deletion'
    }
