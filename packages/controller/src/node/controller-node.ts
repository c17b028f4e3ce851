import {
  BrokerId,
  NO_BROKER,
  randomUuid,
  type Clock,
  type Logger,
  type Metrics,
  type Random,
  type Scheduler
} from '@gregor/base'
import {
  decodeMetadataBatch,
  encodeMetadataBatch,
  MetadataStore,
  type BrokerConfig,
  type Endpoint,
  type MetadataDelta,
  type MetadataImage
} from '@gregor/metadata'
import type {
  BrokerRequest,
  CallRequest,
  CallResponseInput,
  PeerAddress,
  PeerConnection,
  PeerIdentity,
  Peers,
  PeerServer,
  RegisterInput
} from '@gregor/rpc'
import type { RaftStatus } from 'raft-ts'
import { BrokerSession } from '../client/broker-lifecycle.ts'
import { createControllerClient } from '../client/controller-client.ts'
import type { ControllerLink } from '../client/controller-link.ts'
import { LeaderTracker } from '../client/leader-tracker.ts'
import { localLink } from '../client/local-link.ts'
import { ControllerCore } from '../core/controller-core.ts'
import { controllerSettings } from '../core/settings.ts'
import { AddressBook } from '../quorum/address-book.ts'
import { MembersTransport } from '../quorum/members-transport.ts'
import { QuorumMembership } from '../quorum/quorum-membership.ts'
import { RaftDriver } from '../raft/raft-driver.ts'
import type { RaftStorage } from '../raft/raft-storage.ts'
import { raftTiming } from '../raft/raft-timing.ts'
import type { BrokerLifecycle, ControllerClient, ControllerNode, DeltaListener } from '../types.ts'
import { ActiveController } from './active-controller.ts'
import { BrokerProber } from './broker-prober.ts'
import { logDelta } from './change-log.ts'
import { ControllerService } from './controller-service.ts'
import { NodeMetrics } from './node-metrics.ts'
import { measuredStorage } from './raft-metrics.ts'
import { QuorumAdmin } from './quorum-admin.ts'
import { QuorumChanges } from './quorum-changes.ts'
import { SessionServer } from './session-server.ts'

/** What this node's broker says of itself when it registers. */
export interface BrokerDescription {
  /** What clients may be told to connect to. */
  readonly endpoints: readonly Endpoint[]
  /** Where peers reach this node's gRPC server. */
  readonly rpcHost: string
  readonly rpcPort: number
  /** Epoch of the previous incarnation when that stopped cleanly; -1 otherwise. */
  readonly previousBrokerEpoch: number
  /** Identity of the data folder (`directory.id` of meta.properties). */
  readonly storageId: string
}

export interface ControllerNodeOptions {
  readonly nodeId: BrokerId
  /** Uuid of this process start; the same that the peers are told. */
  readonly incarnationId: string
  /**
   * `directory.id` of the folder of the metadata log: with the node id it names this member of the quorum (KIP-853). It must
   * be durable before `start`.
   */
  readonly directoryId: string
  /** `controller.quorum.voters`: the voters that the quorum begins with, or whom to ask for the way in. */
  readonly voters: readonly PeerAddress[]
  /** `controller.quorum.bootstrap.servers`: where to ask for the quorum when `voters` names nobody else. Default none. */
  readonly bootstrapServers?: readonly { readonly host: string; readonly port: number }[]
  readonly config: BrokerConfig
  /** The cluster's id when the data folder knows it already; else the first active controller makes one. */
  readonly clusterId: string | undefined
  /** Asked at each registration, so that ports may be bound late. */
  readonly broker: () => BrokerDescription
  /** False: a controller only, which registers no broker. Default true. */
  readonly registers?: boolean
  /** The folder holds a metadata log from now on, and its loss must not go unseen. Awaited before this node takes part. */
  readonly onMember?: () => Promise<void>
  /** Metadata index up to which the broker serves what it leads. Default: what the image has. */
  readonly appliedIndex?: () => number
  /** The connection to another member of the quorum broke. */
  readonly onPeerLost?: (peer: BrokerId) => void
  /** What other brokers ask of this one as a broker. Default: refused. */
  readonly serveBroker?: (request: BrokerRequest) => Promise<CallResponseInput>
  readonly storage: RaftStorage
  readonly peers: Peers
  /** Gets the handlers of Raft, sessions and calls at once; the caller has it listen before `start`, or the others wait. */
  readonly server: PeerServer
  readonly clock: Clock
  readonly scheduler: Scheduler
  readonly random: Random
  readonly logger: Logger
  readonly metrics: Metrics
  /** The metadata log cannot be written any more: the process should end. */
  readonly onFailure: (error: Error) => void
}

/** Composes the controller half of a node out of quorum member, controller, broker session and client. */
export function createControllerNode(options: ControllerNodeOptions): ControllerNode {
  return new Node(options)
}

class Node implements ControllerNode {
  readonly #options: ControllerNodeOptions
  readonly #image = new MetadataStore()
  readonly #listeners = new Set<DeltaListener>()
  readonly #book: AddressBook
  readonly #raft: RaftDriver
  readonly #membership: QuorumMembership
  readonly #prober: BrokerProber
  readonly #service: ControllerService
  readonly #sessions: SessionServer
  readonly #tracker: LeaderTracker
  readonly #session: BrokerSession
  readonly #metrics: NodeMetrics
  #active: ActiveController | undefined
  /** Who led last, but for this node itself. */
  #formerLeader = NO_BROKER
  readonly client: ControllerClient

  constructor(options: ControllerNodeOptions) {
    this.#options = options
    const { nodeId, peers, scheduler, logger, config } = options
    const { voters: configured, bootstrapServers = [] } = options
    this.#book = new AddressBook({ nodeId, peers, image: this.#image, configured, bootstrapServers })
    this.#raft = this.#createRaft()
    this.#membership = this.#createMembership()
    const active = (): ActiveController | undefined => this.#active
    const leaderId = (): BrokerId => this.leaderId
    this.#prober = new BrokerProber(peers, options.clock, logger)
    const timing = raftTiming(config.values)
    const shared = { ...options, raft: this.#raft, image: this.#image }
    const quorumChanges = new QuorumChanges(shared)
    const listenerName = config.values['controller.listener.names'][0] ?? 'CONTROLLER'
    const quorumAdmin = new QuorumAdmin({ ...shared, changes: quorumChanges, tickMs: timing.tickMs, listenerName })
    this.#service = new ControllerService({
      active,
      leaderId,
      prober: this.#prober,
      quorumChanges,
      quorumAdmin,
      logger
    })
    this.#sessions = new SessionServer({ active, leaderId, service: this.#service, clock: options.clock, logger })
    this.#tracker = new LeaderTracker(scheduler, leaderId)
    const linkTo = (controller: BrokerId): ControllerLink | undefined => this.#linkTo(controller)
    this.#session = new BrokerSession({
      nodeId,
      describe: () => this.#registration(),
      appliedIndex: options.appliedIndex ?? (() => this.#image.appliedIndex),
      leader: this.#tracker,
      linkTo,
      heartbeatIntervalMs: config.values['broker.heartbeat.interval.ms'],
      clock: options.clock,
      scheduler,
      logger
    })
    this.client = createControllerClient({
      nodeId,
      brokerEpoch: () => this.#session.brokerEpoch,
      leader: this.#tracker,
      linkTo,
      suspectLeader: () => this.#raft.suspectLeader(),
      clock: options.clock,
      requestTimeoutMs: config.values['request.timeout.ms']
    })
    this.#metrics = new NodeMetrics(options.metrics, this, options.clock)
    options.server.register({
      session: (stream, peer) => this.#sessions.accept(stream, peer),
      call: (request, peer) => this.#call(request, peer)
    })
  }

  async start(): Promise<void> {
    await this.#membership.start()
    if (this.#options.registers !== false) this.#session.start()
  }

  /** What a node holds of the metadata log it says at any time, as it serves other brokers; all else is for the active controller. */
  async #call(request: CallRequest, peer: PeerIdentity): Promise<CallResponseInput> {
    const { serveBroker } = this.#options
    if (request.brokerRequest !== undefined && serveBroker !== undefined) return serveBroker(request.brokerRequest)
    if (request.quorumState === undefined) return this.#service.call(request, peer)
    return { leaderId: this.leaderId, quorumState: await this.#membership.answer(request.quorumState, peer) }
  }

  get image(): MetadataImage {
    return this.#image
  }

  get isActive(): boolean {
    return this.#active !== undefined
  }

  get leaderId(): BrokerId {
    return BrokerId(this.#raft.leaderId)
  }

  get quorumStatus(): RaftStatus | undefined {
    return this.#raft.status
  }

  get lifecycle(): BrokerLifecycle {
    return this.#session
  }

  onDelta(listener: DeltaListener): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  async stop(): Promise<void> {
    this.#session.stop()
    this.#membership.stop()
    if (this.isActive && this.#raft.confState!.voters.length > 1) {
      this.#raft.handOver()
      await this.#tracker.wait(handOverWaitMs)
    }
    await this.#raft.stop()
    this.#book.close()
  }

  #createRaft(): RaftDriver {
    const { nodeId, config, storage, clock, metrics, scheduler, random, logger, onFailure } = this.#options
    return new RaftDriver({
      id: nodeId,
      storage: measuredStorage(storage, metrics, clock),
      transport: this.#createTransport(),
      stateMachine: {
        restore: (index, data) => this.#publish(this.#image.restore(index, decodeMetadataBatch(data))),
        apply: (index, data) => this.#publish(this.#image.replay(index, decodeMetadataBatch(data))),
        snapshot: () => encodeMetadataBatch(this.#image.toRecords())
      },
      listener: {
        onActive: () => this.#becomeActive(),
        onInactive: () => this.#becomeInactive(),
        onLeader: (leader, term) => this.#leaderElected(BrokerId(leader), term),
        onApplied: () => this.#membership.applied(),
        onPeerLost: (peer) => this.#peerLost(BrokerId(peer)),
        onLeaderLost: (leader) => this.#leaderLost(BrokerId(leader)),
        onFailure
      },
      timing: raftTiming(config.values),
      snapshotIntervalBytes: config.values['metadata.log.max.record.bytes.between.snapshots'],
      clock,
      scheduler,
      random,
      logger
    })
  }

  #createTransport(): MembersTransport {
    const { server, scheduler, logger } = this.#options
    const onConnected = (connection: PeerConnection): void => this.#membership.introduce(connection)
    return new MembersTransport({ book: this.#book, server, scheduler, logger, onConnected })
  }

  #createMembership(): QuorumMembership {
    const { voters, broker, onMember = async () => {} } = this.#options
    return new QuorumMembership({
      ...this.#options,
      voters: voters.map((voter) => ({ ...voter, nodeId: BrokerId(voter.nodeId), directoryId: '', voter: true })),
      address: () => {
        const { rpcHost, rpcPort } = broker()
        return { host: rpcHost, port: rpcPort }
      },
      raft: this.#raft,
      image: this.#image,
      book: this.#book,
      onMember
    })
  }

  #publish(delta: MetadataDelta): void {
    if (this.#active !== undefined) {
      logDelta(this.#options.logger, delta, this.#image)
      this.#metrics.noteChanges(delta, this.#image)
    }
    for (const listener of this.#listeners) listener(delta, this.#image)
    const { nodeId } = this.#options
    // The controller waits for new leaders before it tells the client that a topic is there.
    const leads = delta.partitions.some(({ before, after }) => after.leader === nodeId && before?.leader !== nodeId)
    // And this broker's own state changed: it may be unfenced as soon as the controller knows that it knows.
    if (leads || delta.brokers.includes(nodeId)) this.#options.scheduler.defer(() => this.#session.applied())
  }

  #becomeActive(): void {
    const { config, clock, scheduler, random, logger, clusterId } = this.#options
    const settings = controllerSettings(config)
    const core = new ControllerCore(this.#image.clone(), settings, clock.monotonicMs())
    this.#active = new ActiveController({
      core,
      raft: this.#raft,
      clock,
      scheduler,
      random,
      operationSeconds: this.#metrics.operationSeconds
    })
    logger.info({ term: this.#raft.term }, 'this node is the active controller')
    this.#active.start(clusterId ?? randomUuid(random), this.#raft.origin?.firstVoters ?? [])
    this.#service.takeRollCall(this.#active, this.#formerLeader)
    this.#tracker.changed()
    this.#session.leaderChanged()
  }

  #becomeInactive(): void {
    this.#active?.stop()
    this.#active = undefined
    this.#options.logger.info({ term: this.#raft.term }, 'this node is not the active controller any more')
    this.#sessions.endAll()
    this.#tracker.changed()
  }

  #leaderElected(leader: BrokerId, term: number): void {
    if (leader !== this.#options.nodeId) this.#formerLeader = leader
    this.#options.logger.info({ leader, term }, 'the quorum has a leader')
    this.#metrics.elections.inc()
    this.#tracker.changed()
    // A leader can answer only once it is active: its own broker waits for that.
    if (leader !== this.#options.nodeId) this.#session.leaderChanged()
  }

  #peerLost(peer: BrokerId): void {
    if (this.#active !== undefined) void this.#service.suspect(this.#active, peer)
    this.#options.onPeerLost?.(peer)
  }

  /** Whoever leads next has its answer already when it must decide about its predecessor. */
  #leaderLost(leader: BrokerId): void {
    const registration = this.#image.brokers.get(leader)
    if (registration !== undefined && !registration.fenced) void this.#prober.ask(registration)
  }

  #linkTo(controller: BrokerId): ControllerLink | undefined {
    const { nodeId, incarnationId } = this.#options
    if (controller !== nodeId) return this.#book.connection(controller)
    const local = {
      accept: (...session: Parameters<SessionServer['accept']>) => this.#sessions.accept(...session),
      call: (...call: Parameters<ControllerService['call']>) => this.#service.call(...call)
    }
    return localLink(local, { nodeId, incarnationId })
  }

  #registration(): RegisterInput {
    const { nodeId, incarnationId, config, broker } = this.#options
    return registrationOf({ nodeId, incarnationId, rack: config.values['broker.rack'] }, broker())
  }
}

/** How long a stopping leader waits for its successor. */
const handOverWaitMs = 1_000

function registrationOf(
  self: { readonly nodeId: BrokerId; readonly incarnationId: string; readonly rack: string | undefined },
  { endpoints, rpcHost, rpcPort, previousBrokerEpoch, storageId }: BrokerDescription
): RegisterInput {
  const { nodeId: brokerId, incarnationId, rack } = self
  const address = { rpcHost, rpcPort, listeners: endpoints }
  return { brokerId, incarnationId, ...address, rack: rack ?? '', previousBrokerEpoch, storageId }
}
