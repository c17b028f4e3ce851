import { join } from 'node:path'
import { asError, type BrokerEpoch, type BrokerId, NO_BROKER, randomUuid } from '@gregor/base'
import { type KafkaBroker, ProducerIds, createBroker, groupSurroundings, planMemory } from '@gregor/broker'
import { type ControllerNode, createControllerNode } from '@gregor/controller'
import { GroupCoordinator, TransactionCoordinator } from '@gregor/coordinator'
import { isDiskFailure, type LogManager, openLogManager } from '@gregor/log'
import { type MetadataDelta, internalTopics } from '@gregor/metadata'
import { ReplicaManager } from '@gregor/replication'
import type { PeerServer, Peers } from '@gregor/rpc'
import type { NodeConfig } from '../config/node-config.ts'
import { BrokerRequests } from './broker-requests.ts'
import { FollowStreams } from './follow-streams.ts'
import { type FolderIdentity, readFolderIdentities, storageIdOf, writeFolderIdentity } from './meta-properties.ts'
import type { NodeWorld } from './node-world.ts'
import { coordinatorLog, partitionCountOf } from './coordinator-log.ts'
import { groupSettings, tellGroups } from './groups.ts'
import { lagPorts } from './lag-ports.ts'
import { listenProblem } from './listen-problem.ts'
import { markerPorts } from './marker-ports.ts'
import { topicSettings } from './topic-settings.ts'

/** Whether the broker serves, and if not, why not. */
export interface Readiness {
  readonly ready: boolean
  readonly detail: string
}

/** A running node: broker and member of the quorum. */
export interface RunningNode {
  readonly readiness: Readiness
  /** Its parts, for whoever watches over it from the same process. */
  readonly controller: ControllerNode
  readonly replicas: ReplicaManager
  readonly groups: GroupCoordinator
  readonly transactions: TransactionCoordinator
  readonly logs: LogManager
  /** Moves leaderships away, answers what is under way, flushes and closes everything. */
  stop(): Promise<void>
}

export interface RunningNodeOptions {
  readonly config: NodeConfig
  readonly world: NodeWorld
  /** Something broke after which the process must end. */
  readonly onFailure: (error: Error) => void
}

/** How long a stopping broker waits for the controller to move its leaderships away. */
const controlledShutdownMs = 5000
/** How long requests under way may go on once the listeners are closed. */
const requestGraceMs = 1000

/** Wires the packages to each other and to the world, and starts them in the order in which they may start. */
export async function runNode({ config, world, onFailure }: RunningNodeOptions): Promise<RunningNode> {
  const logs = await openLogs({ config, world, onFailure })
  const node = new Node({ config, world, logs, onFailure })
  const closeLogs = (): Promise<void> => logs.close({ brokerEpoch: node.lastBrokerEpoch })
  try {
    await node.start()
  } catch (error) {
    await node.stop()
    await closeLogs()
    throw error
  }
  return {
    get readiness() {
      return node.readiness
    },
    ...node.parts,
    logs,
    stop: async () => {
      await node.stop()
      await closeLogs()
    }
  }
}

function openLogs({ config, world, onFailure }: RunningNodeOptions): Promise<LogManager> {
  const { values } = config
  const memory = planMemory(values['gregor.memory.max.bytes'])
  return openLogManager({
    ...world,
    folders: config.logDirs,
    metadataFolder: config.metadataDir,
    onFailure,
    flushBeforeAck: values['flush.before.ack'],
    journalLogsMin: values['log.journal.partitions.min'] || Infinity,
    journalFileBytes: values['log.journal.file.bytes'],
    highWatermarkCheckpointMs: values['replica.high.watermark.checkpoint.interval.ms'],
    recoveryPointCheckpointMs: values['log.flush.offset.checkpoint.interval.ms'],
    retentionCheckMs: values['log.retention.check.interval.ms'],
    cacheBytesMax: memory.recentRecords,
    indexBytesMax: memory.indexes,
    unwrittenBytesMax: memory.unwritten,
    reservedBytes: values['log.dir.reserved.bytes'],
    scrubBytesPerSecond: values['log.scrub.bytes.per.second'],
    partitionSeriesMax: values['metrics.partitions.max']
  })
}

/** The parts of a node that talk to each other. */
class Node {
  readonly #config: NodeConfig
  readonly #world: NodeWorld
  readonly #logs: LogManager
  readonly #onFailure: (error: Error) => void
  #identities: FolderIdentity[] = []
  #identityWritten: Promise<void> = Promise.resolve()
  #server: PeerServer | undefined
  #controller: ControllerNode | undefined
  #follow: FollowStreams | undefined
  #replicas: ReplicaManager | undefined
  #groups: GroupCoordinator | undefined
  #transactions: TransactionCoordinator | undefined
  #brokerRequests: BrokerRequests | undefined
  #broker: KafkaBroker | undefined
  #opening = false
  #serving = false
  #settledIndex = 0
  /** Kept past the stop of the session: the clean-shutdown marker carries it (KIP-966). */
  lastBrokerEpoch = -1

  constructor(options: {
    readonly config: NodeConfig
    readonly world: NodeWorld
    readonly logs: LogManager
    readonly onFailure: (error: Error) => void
  }) {
    this.#config = options.config
    this.#world = options.world
    this.#logs = options.logs
    this.#onFailure = options.onFailure
  }

  get readiness(): Readiness {
    const controller = this.#controller
    if (!this.#config.roles.broker) {
      const led = (controller?.leaderId ?? NO_BROKER) !== NO_BROKER
      return led ? { ready: true, detail: 'ready' } : { ready: false, detail: 'the quorum has no leader' }
    }
    if (controller?.quorumStatus === undefined) {
      return { ready: false, detail: 'not a member of the quorum yet: the first start needs all of its voters' }
    }
    if (controller.lifecycle.brokerEpoch < 0) {
      return { ready: false, detail: 'not registered with the active controller yet' }
    }
    if (!this.#serving) return { ready: false, detail: 'the listeners for clients are not open' }
    if (controller.lifecycle.fenced) return { ready: false, detail: 'fenced by the active controller' }
    return { ready: true, detail: 'ready' }
  }

  get parts(): Pick<RunningNode, 'controller' | 'replicas' | 'groups' | 'transactions'> {
    return {
      controller: this.#controller!,
      replicas: this.#replicas!,
      groups: this.#groups!,
      transactions: this.#transactions!
    }
  }

  async start(): Promise<void> {
    const { nodeId, logDirs, metadataDir } = this.#config
    const { logger, random, fileSystem } = this.#world
    // The folders of the logs are there already.
    await fileSystem.makeFolder(metadataDir)
    const working = logDirs.filter((folder) => !this.#logs.offlineDirs.includes(folder))
    const folders = [...new Set([...working, metadataDir])]
    const leaveOut = (folder: string, error: Error): void => this.#leaveOut(folder, error)
    this.#identities = await readFolderIdentities({ folders, nodeId, fileSystem, random, leaveOut })
    this.#noteStorageId()
    // Others are told of this node's folders: they must be the same after a crash.
    await this.#noteIdentity({})
    const incarnationId = randomUuid(random)
    const controller = this.#compose(incarnationId)
    if (this.#config.roles.broker) this.#replicas!.start()
    // It asks the others for the quorum, and is asked by them.
    await this.#server!.listen()
    await controller.start()
    logger.info({ nodeId, quorum: this.#config.voters.map(({ id }) => id) }, 'waiting for the quorum')
    const { lifecycle } = controller
    lifecycle.ready.then(
      () => logger.info({ brokerEpoch: lifecycle.brokerEpoch }, 'registered, and serving clients'),
      this.#onFailure
    )
  }

  async stop(): Promise<void> {
    const { logger } = this.#world
    const controller = this.#controller
    if (controller !== undefined && this.#serving && this.#config.values['controlled.shutdown.enable']) {
      logger.info({}, 'shutdown: moving leaderships away')
      const { letGo } = await controller.lifecycle.controlledShutdown(controlledShutdownMs)
      logger.info({}, letGo ? 'shutdown: nothing is led here any more' : 'shutdown: no controller answered; going on')
    }
    logger.info({}, 'shutdown: closing the listeners')
    this.#serving = false
    await this.#broker?.stop({ graceMs: requestGraceMs })
    this.#groups?.close()
    this.#transactions?.close()
    await this.#replicas?.shutdown()
    this.#follow?.close()
    this.#brokerRequests?.close()
    logger.info({}, 'shutdown: leaving the quorum')
    await controller?.stop()
    await this.#server?.close()
    logger.info({}, 'shutdown: flushing and closing the logs')
  }

  #compose(incarnationId: string): ControllerNode {
    const { nodeId, rpc, clientListeners, broker: config, values } = this.#config
    const world = this.#world
    const clusterId = this.#identities.find((identity) => identity.clusterId !== undefined)?.clusterId
    const identity = { nodeId, incarnationId, clusterId: () => this.#controller?.image.clusterId ?? clusterId ?? '' }
    const peers = world.createPeers(identity)
    const server = world.createPeerServer({ ...rpc, identity })
    const controller = this.#createController({ incarnationId, clusterId, peers, server })
    const { image, client } = controller
    const follow = new FollowStreams(peers)
    const replicas = new ReplicaManager({
      ...world,
      self: { brokerId: nodeId, brokerEpoch: () => controller.lifecycle.brokerEpoch },
      image,
      logs: this.#logs,
      topicSettings: topicSettings({ image, nodeId, config }),
      isrAuthority: client,
      openFollowStream: follow.open,
      reportPeerDown: (peer) => this.#peerLost(peer),
      onSettled: () => controller.lifecycle.applied(),
      config: {
        replicaLagTimeMaxMs: values['replica.lag.time.max.ms'],
        partitionPushBytesMax: values['replica.fetch.max.bytes'],
        streamWindowBytes: values['replica.fetch.response.max.bytes'],
        streamsWindowBytes: planMemory(values['gregor.memory.max.bytes']).replication,
        partitionSeriesMax: values['metrics.partitions.max']
      }
    })
    const brokers = new BrokerRequests({
      nodeId,
      image,
      peers,
      serve: () => (this.#serving ? this.#broker?.serveInCluster : undefined)
    })
    const groups = new GroupCoordinator({
      ...world,
      settings: groupSettings(values),
      surroundings: groupSurroundings(image),
      lag: lagPorts({ image, brokers }),
      log: coordinatorLog({
        topic: internalTopics.consumerOffsets,
        image,
        replicas,
        timeoutMs: values['offsets.commit.timeout.ms']
      }),
      partitionCount: () => partitionCountOf(image, internalTopics.consumerOffsets)
    })
    const producerIds = new ProducerIds(client)
    const timeoutMs = values['request.timeout.ms']
    const transactions = new TransactionCoordinator({
      ...world,
      settings: values,
      log: coordinatorLog({ topic: internalTopics.transactionState, image, replicas, timeoutMs }),
      partitionCount: () => partitionCountOf(image, internalTopics.transactionState),
      takeProducerId: () => producerIds.take(),
      markers: markerPorts({ image, brokers })
    })
    server.register({ follow: (stream, peer) => replicas.acceptFollower(stream, peer) })
    replicas.onLeadership(({ topic, partition, leading, leaderEpoch }) => {
      if (topic === internalTopics.consumerOffsets) groups.onLeadership(partition, leading, leaderEpoch)
      if (topic === internalTopics.transactionState) transactions.onLeadership(partition, leading, leaderEpoch)
    })
    controller.onDelta((delta) => this.#applied(delta))
    controller.lifecycle.onBrokerEpoch((epoch) => this.#registered(epoch))
    this.#broker = createBroker({
      nodeId,
      listeners: clientListeners,
      config,
      createListener: world.createClientListener,
      admin: this.#config.admin,
      ports: {
        ...world,
        metadata: controller,
        controller: client,
        replicas,
        groups,
        transactions,
        brokers,
        logDirs: this.#logs
      }
    })
    this.#server = server
    this.#controller = controller
    this.#follow = follow
    this.#replicas = replicas
    this.#groups = groups
    this.#transactions = transactions
    this.#brokerRequests = brokers
    return controller
  }

  #createController(options: {
    readonly incarnationId: string
    readonly clusterId: string | undefined
    readonly peers: Peers
    readonly server: PeerServer
  }): ControllerNode {
    const {
      nodeId,
      roles,
      voters,
      bootstrapServers,
      metadataDir,
      advertised,
      advertisedRpc,
      broker: config
    } = this.#config
    const { directoryId } = this.#identities.find(({ folder }) => folder === metadataDir)!
    const controller: ControllerNode = createControllerNode({
      ...this.#world,
      ...options,
      nodeId,
      voters: voters.map(({ id, host, port }) => ({ nodeId: id, host, port })),
      bootstrapServers,
      directoryId,
      registers: roles.broker,
      onMember: () => this.#noteIdentity({ quorumMember: true }),
      config,
      broker: () => ({
        endpoints: advertised,
        rpcHost: advertisedRpc.host,
        rpcPort: advertisedRpc.port,
        previousBrokerEpoch: this.#logs.cleanShutdownEpoch,
        storageId: storageIdOf(this.#identities, this.#config)
      }),
      // Clients are sent here only once they are answered here.
      appliedIndex: () => this.#servedIndex(),
      onPeerLost: (peer) => this.#peerLost(peer),
      serveBroker: (request) => this.#brokerRequests!.answer(request),
      storage: this.#world.createRaftStorage({
        folder: join(metadataDir, 'metadata'),
        nodeId,
        expectExisting: this.#identities.some(({ quorumMember }) => quorumMember)
      }),
      onFailure: this.#onFailure
    })
    return controller
  }

  /** The controller looks into it; meanwhile clients are not sent there. */
  #peerLost(peer: BrokerId): void {
    this.#broker?.peerLost(peer, this.#controller!.client.reportPeerDown(peer))
  }

  /** Up to which metadata index this broker serves what it leads. */
  #servedIndex(): number {
    if (!this.#serving) return 0
    if (this.#replicas!.settled) this.#settledIndex = this.#controller!.image.appliedIndex
    return this.#settledIndex
  }

  #applied(delta: MetadataDelta): void {
    if (this.#config.roles.broker) this.#replicas!.apply(delta)
    tellGroups(this.#groups!, delta)
    this.#transactions!.onMetadata()
    if (delta.clusterIdSet) {
      this.#noteIdentity({ clusterId: this.#controller!.image.clusterId }).catch(this.#onFailure)
    }
    this.#serveOnceCaughtUp()
  }

  #registered(epoch: BrokerEpoch): void {
    this.lastBrokerEpoch = epoch
    this.#replicas!.brokerEpochChanged()
    this.#serveOnceCaughtUp()
  }

  /** Opens the listeners when the metadata here has this broker's own registration, and so all that came before it. */
  #serveOnceCaughtUp(): void {
    const controller = this.#controller!
    const { brokerEpoch } = controller.lifecycle
    if (this.#serving || this.#opening || brokerEpoch < 0 || controller.image.appliedIndex < brokerEpoch) return
    this.#opening = true
    this.#broker!.start().then(
      () => {
        this.#serving = true
        controller.lifecycle.applied()
      },
      (cause: unknown) => this.#onFailure(listenFailure(asError(cause)))
    )
  }
  /** Writes what became known of the folders, one write after the other: each replaces the same files. */
  #noteIdentity(known: Partial<Pick<FolderIdentity, 'clusterId' | 'quorumMember'>>): Promise<void> {
    this.#identities = this.#identities.map((identity) => ({ ...identity, ...known }))
    const identities = this.#identities
    this.#identityWritten = this.#identityWritten.then(async () => {
      await Promise.all(identities.map((identity) => this.#writeIdentity(identity)))
    })
    return this.#identityWritten
  }

  async #writeIdentity(identity: FolderIdentity): Promise<void> {
    const { folder } = identity
    if (this.#logs.offlineDirs.includes(folder)) return
    await writeFolderIdentity(identity, this.#world.fileSystem).catch((error: unknown) => {
      this.#leaveOut(folder, asError(error))
    })
  }

  /** A log dir may fail, and others go on; the one of the metadata log may not. */
  #leaveOut(folder: string, error: Error): void {
    if (folder === this.#config.metadataDir || !isDiskFailure(error)) throw error
    this.#logs.failDir(folder, error)
  }

  #noteStorageId(): void {
    const { logDirs, metadataDir } = this.#config
    if (metadataDir === logDirs[0]) return
    const storageId = storageIdOf(this.#identities, this.#config)
    this.#identities = this.#identities.map((identity) =>
      identity.folder === metadataDir ? { ...identity, storageId } : identity
    )
  }
}

function listenFailure(cause: ListenError): Error {
  const where =
    cause.port === undefined ? 'for Kafka clients' : `on ${cause.address ?? ''}:${cause.port} for Kafka clients`
  return new Error(`cannot listen ${where}: ${listenProblem(cause)} (listeners)`, { cause })
}

/** As Node throws it. */
type ListenError = NodeJS.ErrnoException & { readonly address?: string; readonly port?: number }
