import { BrokerEpoch, BrokerId, PartitionIndex, type Random } from '@gregor/base'
import { MetadataStore, parseBrokerConfig, type PartitionImage } from '@gregor/metadata'
import { ControllerCore, type Operation } from '../../src/core/controller-core.ts'
import { createTopics } from '../../src/core/admin/create-topics.ts'
import { alterPartition } from '../../src/core/alter-partition.ts'
import { heartbeat } from '../../src/core/heartbeat.ts'
import { registerBroker, type RegisterRequest } from '../../src/core/register-broker.ts'
import { controllerSettings } from '../../src/core/settings.ts'

/** Numbers that look random and are the same each time. */
export function seededRandom(seed = 1): Random {
  // A hashed counter: two seeds never walk the same way, as those of a plain congruential generator may.
  let count = 0
  const next = (): number => {
    let mixed = Math.imul(seed ^ 0x9e3779b9, 0x85ebca6b) ^ Math.imul(++count, 0xc2b2ae35)
    mixed = Math.imul(mixed ^ (mixed >>> 16), 0x7feb352d)
    mixed = Math.imul(mixed ^ (mixed >>> 15), 0x846ca68b)
    return ((mixed ^ (mixed >>> 16)) + seed * 31) >>> 0
  }
  return {
    int: (below) => next() % below,
    bytes: (length) => Uint8Array.from({ length }, () => next() & 0xff)
  }
}

/** A controller whose every decision is committed at once. */
export class CoreHarness {
  nowMs = 0
  index = 1
  readonly random = seededRandom()
  readonly core: ControllerCore

  constructor(entries: Readonly<Record<string, string>> = {}) {
    const { config, problems } = parseBrokerConfig(new Map(Object.entries({ 'node.id': '1', ...entries })))
    if (problems.length > 0) throw new Error(JSON.stringify(problems))
    this.core = new ControllerCore(new MetadataStore(), controllerSettings(config), 0)
    this.ask(this.core.activate('cluster'))
  }

  get image(): MetadataStore {
    return this.core.state.image
  }

  ask<Response>(operation: Operation<Response>): Response {
    const context = { nowMs: this.nowMs, index: this.index + 1, random: this.random }
    const { records, response } = this.core.decide(operation, context)
    if (records.length > 0) this.core.proposed(++this.index, records, this.nowMs)
    return response
  }

  register(id: number, more: Partial<RegisterRequest> = {}): ReturnType<typeof registerBroker>['response'] {
    const request: RegisterRequest = {
      brokerId: BrokerId(id),
      incarnationId: `incarnation-${id}-${this.index}`,
      endpoints: [{ name: 'PLAINTEXT', host: 'localhost', port: 9091 + id, securityProtocol: 'PLAINTEXT' }],
      rpcHost: 'localhost',
      rpcPort: 19_091 + id,
      rack: undefined,
      previousBrokerEpoch: BrokerEpoch(-1),
      storageId: `disk-${id}`,
      ...more
    }
    return this.ask((state, context) => registerBroker(state, request, context))
  }

  beat(
    id: number,
    more: { wantShutdown?: boolean; appliedIndex?: number } = {}
  ): { fenced: boolean; mayShutDown: boolean } {
    const { wantShutdown = false, appliedIndex = this.index } = more
    const request = { brokerId: BrokerId(id), brokerEpoch: this.epoch(id), appliedIndex, wantShutdown }
    const answer = this.ask((state, context) => heartbeat(state, request, context))
    if (!answer.ok) throw new Error(answer.refusal.message)
    return answer
  }

  /** Registers and unfences. */
  up(...ids: number[]): void {
    for (const id of ids) {
      this.register(id)
      this.beat(id)
    }
  }

  fence(id: number): void {
    this.ask(this.core.fenceBroker({ id: BrokerId(id), epoch: this.epoch(id) }))
  }

  epoch(id: number): BrokerEpoch {
    return this.image.brokers.get(BrokerId(id))?.epoch ?? BrokerEpoch(-1)
  }

  /** Creates a topic with the given replicas of each partition. */
  createTopic(name: string, replicas: number[][], configs: Readonly<Record<string, string>> = {}): void {
    const assignments = replicas.map((brokerIds, partitionIndex) => ({ partitionIndex, brokerIds }))
    const topic = { name, numPartitions: -1, replicationFactor: -1, assignments, configs: pairs(configs) }
    const request = { topics: [topic], timeoutMs: 1000, validateOnly: false }
    const { topics } = this.ask((state, context) => createTopics(state, request, context))
    if (topics[0]!.errorCode !== 0) throw new Error(topics[0]!.errorMessage ?? '')
  }

  partition(topic: string, index = 0): PartitionImage {
    const found = this.image.topicByName(topic)?.partitions[index]
    if (found === undefined) throw new Error(`no partition ${topic}-${index}`)
    return found
  }

  /** The leader asks for this ISR, as the present incarnations of its members. */
  wishIsr(topic: string, isr: number[], index = 0): number {
    const { topicId, partition, leader, leaderEpoch, partitionEpoch } = this.partition(topic, index)
    const members = isr.map((id) => ({ brokerId: BrokerId(id), brokerEpoch: this.epoch(id) }))
    const change = { topicId, partition: PartitionIndex(partition), leaderEpoch, partitionEpoch, isr: members }
    const request = { brokerId: leader, brokerEpoch: this.epoch(leader), changes: [change] }
    const answer = this.ask((state) => alterPartition(state, request))
    return answer.ok ? answer.outcomes[0]!.errorCode : answer.refusal.code
  }

  /** "leader 1 epoch 0 isr 1,2,3" */
  state(topic: string, index = 0): string {
    const { leader, leaderEpoch, isr, elr, lastKnownElr } = this.partition(topic, index)
    const more = [
      elr.length > 0 ? ` elr ${elr.join()}` : '',
      lastKnownElr.length > 0 ? ` last ${lastKnownElr.join()}` : ''
    ]
    return `leader ${leader} epoch ${leaderEpoch} isr ${isr.join()}${more.join('')}`
  }

  /** Lets time pass, with a tick of the controller each quarter of a second. */
  pass(ms: number): void {
    for (let left = ms; left > 0; left -= 250) {
      this.nowMs += Math.min(250, left)
      for (let before = -1; before !== this.index;) {
        before = this.index
        this.ask(this.core.tick())
      }
    }
  }
}

function pairs(configs: Readonly<Record<string, string>>): { name: string; value: string }[] {
  return Object.entries(configs).map(([name, value]) => ({ name, value }))
}
