import { randomBytes, randomInt } from 'node:crypto'
import { BrokerId, noMetrics, type Clock, type Scheduler } from '@gregor/base'
import { GroupCoordinator, TransactionCoordinator } from '@gregor/coordinator'
import { parseBrokerConfig } from '@gregor/metadata'
import { decodeResponse, encodeRequest, type Api } from '@gregor/protocol'
import { WriteTxnMarkersApi } from '@gregor/protocol/messages/write-txn-markers'
import { createBroker, type KafkaBroker } from '../../src/broker.ts'
import { groupSurroundings } from '../../src/group-surroundings.ts'
import { createKafkaListener } from '../../src/io/kafka-listener.ts'
import { Dispatcher } from '../../src/dispatcher.ts'
import { createApiRegistry } from '../../src/handlers/all.ts'
import { LogLimiter } from '../../src/log-limiter.ts'
import { RequestMetrics } from '../../src/metrics.ts'
import type { BrokerPorts, LogDirDescription } from '../../src/ports.ts'
import type { ApiRegistry } from '../../src/registry.ts'
import { Suspects } from '../../src/suspects.ts'
import type { ClientConnection } from '../../src/request-context.ts'
import { serveInCluster } from '../../src/in-cluster/in-cluster-apis.ts'
import { FakeBrokers } from './fake-brokers.ts'
import { FakeCluster, type FakeBroker } from './fake-cluster.ts'
import { FakeController } from './fake-controller.ts'
import { FakeReplicas } from './fake-replicas.ts'
import { FakeTime } from './fake-time.ts'
import { MemoryCoordinatorLog } from './memory-coordinator-log.ts'
import { RecordingLogger } from './recording-logger.ts'

export interface HarnessOptions {
  readonly config?: Readonly<Record<string, string>>
  readonly brokers?: readonly FakeBroker[]
  readonly listener?: string
  /** Default: a clock that stands still. */
  readonly time?: Clock & Scheduler
  /** Where the node is said to serve HTTP. */
  readonly admin?: { readonly host: string; readonly port: number }
}

/** Broker 1 of a made-up cluster, without sockets: requests go through the real codec, registry and handlers. */
export class Harness {
  readonly time = new FakeTime()
  readonly logger = new RecordingLogger()
  readonly cluster: FakeCluster
  readonly controller: FakeController
  readonly replicas: FakeReplicas
  readonly groups: GroupCoordinator
  readonly transactions: TransactionCoordinator
  readonly brokers: FakeBrokers
  readonly ports: BrokerPorts
  logDirs: LogDirDescription[] = []
  readonly suspects: Suspects
  readonly registry: ApiRegistry
  readonly dispatcher: Dispatcher
  /** What the connection's handlers asked to be told of its end. */
  readonly goneTasks = new Set<() => void>()
  private readonly options: HarnessOptions
  private readonly connection: ClientConnection

  constructor(options: HarnessOptions = {}) {
    this.options = options
    this.cluster = new FakeCluster(options.brokers)
    this.controller = new FakeController(this.cluster)
    this.replicas = new FakeReplicas(options.time)
    const time = options.time ?? this.time
    const random = { int: (below: number) => randomInt(below), bytes: (count: number) => randomBytes(count) }
    this.groups = new GroupCoordinator({
      settings: this.config.values,
      surroundings: groupSurroundings(this.cluster.image),
      log: new MemoryCoordinatorLog(),
      partitionCount: () => this.cluster.image.topicByName('__consumer_offsets')?.partitions.length ?? 0,
      clock: time,
      scheduler: time,
      random,
      logger: this.logger,
      metrics: noMetrics
    })
    this.brokers = new FakeBrokers(() => serveInCluster(this.registry))
    this.transactions = new TransactionCoordinator({
      settings: this.config.values,
      log: new MemoryCoordinatorLog(),
      partitionCount: () => this.cluster.image.topicByName('__transaction_state')?.partitions.length ?? 0,
      takeProducerId: async () => (await this.controller.allocateProducerIds()).first,
      markers: {
        leaderOf: (topic, partition) => this.cluster.image.topicByName(topic)?.partitions[partition]?.leader ?? 'gone',
        send: (broker, request) => this.brokers.ask(broker, WriteTxnMarkersApi, { version: 2, request })
      },
      clock: time,
      scheduler: time,
      logger: this.logger,
      metrics: noMetrics
    })
    this.cluster.onDelta(({ partitions }) => {
      for (const { after } of partitions) {
        if (after.topic === '__transaction_state') {
          this.transactions.onLeadership(after.partition, after.leader === 1, 1)
        }
        if (after.topic === '__consumer_offsets') this.groups.onLeadership(after.partition, after.leader === 1, 1)
      }
    })
    this.ports = {
      clock: time,
      scheduler: time,
      random,
      logger: this.logger,
      metrics: noMetrics,
      metadata: this.cluster,
      replicas: this.replicas,
      groups: this.groups,
      transactions: this.transactions,
      brokers: this.brokers,
      logDirs: { describeDirs: () => Promise.resolve(this.logDirs) },
      controller: this.controller
    }
    this.suspects = new Suspects({ ...this.ports, self: BrokerId(1) })
    const { config, ports, suspects } = this
    this.registry = createApiRegistry({ nodeId: BrokerId(1), config, ports, suspects })
    this.dispatcher = new Dispatcher({
      registry: this.registry,
      metrics: new RequestMetrics(noMetrics),
      log: new LogLimiter(this.logger, this.time),
      clock: this.time
    })
    this.connection = {
      id: 1,
      listener: options.listener ?? 'PLAINTEXT',
      remoteAddress: '10.0.0.9',
      remotePort: 5555,
      principal: 'User:ANONYMOUS'
    }
  }

  get config() {
    return parseBrokerConfig(new Map(Object.entries(this.options.config ?? {}))).config
  }

  /** Sends a request and decodes its response; undefined when there is none. Rejects when the connection is closed. */
  async call<Request, RequestInput, Response, ResponseInput>(
    api: Api<Request, RequestInput, Response, ResponseInput>,
    version: number,
    message: RequestInput
  ): Promise<Response> {
    const response = await this.maybeCall(api, version, message)
    if (response === undefined) throw new Error(`${api.name} was not answered`)
    return response
  }

  async maybeCall<Request, RequestInput, Response, ResponseInput>(
    api: Api<Request, RequestInput, Response, ResponseInput>,
    version: number,
    message: RequestInput
  ): Promise<Response | undefined> {
    const frame = Buffer.concat(encodeRequest(api, { correlationId: 77, clientId: 'test', version, message }))
    const request = this.dispatcher.prepare(frame.subarray(4), {
      connection: this.connection,
      onGone: (task) => {
        this.goneTasks.add(task)
        return () => this.goneTasks.delete(task)
      }
    })
    const chunks = await request.run()
    if (chunks === undefined) return undefined
    return decodeResponse(api, Buffer.concat(chunks).subarray(4), version).message
  }

  /** The same broker behind a socket on any free port. */
  listen(): KafkaBroker {
    return createBroker({
      nodeId: BrokerId(1),
      listeners: [{ name: 'PLAINTEXT', host: '127.0.0.1', port: 0 }],
      config: this.config,
      createListener: createKafkaListener,
      admin: this.options.admin,
      ports: this.ports
    })
  }
}
