import type { Clock, FileSystem, Logger, Metrics, Random, Scheduler } from '@gregor/base'
import type { CreateClientListener } from '@gregor/broker'
import type { LevelRaftStorageOptions, RaftStorage } from '@gregor/controller'
import type { FolderLocks } from '@gregor/log'
import type { LocalIdentity, Peers, PeerServer } from '@gregor/rpc'

/** All that a node reaches of the world. The daemon gives it the adapters, the simulator a world of its own. */
export interface NodeWorld {
  readonly clock: Clock
  readonly scheduler: Scheduler
  readonly random: Random
  readonly logger: Logger
  readonly metrics: Metrics
  readonly fileSystem: FileSystem
  readonly locks: FolderLocks
  /** The dialling side of the connections between nodes. */
  readonly createPeers: (identity: LocalIdentity) => Peers
  /** The accepting side, to be bound to `host` and `port`. */
  readonly createPeerServer: (options: {
    readonly identity: LocalIdentity
    readonly host: string
    readonly port: number
  }) => PeerServer
  /** The metadata log on disk. */
  readonly createRaftStorage: (options: LevelRaftStorageOptions) => RaftStorage
  /** Where Kafka clients connect. */
  readonly createClientListener: CreateClientListener
}
