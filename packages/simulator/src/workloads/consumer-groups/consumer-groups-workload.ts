import { ErrorCode } from '@gregor/protocol'
import { ConsumerGroupDescribeApi } from '@gregor/protocol/messages/consumer-group-describe'
import type { ClientWorld, Workload, WorkloadShape } from '../../types.ts'
import { ClientProcess, CoordinatorKind } from '../client/client-process.ts'
import { CoordinatorLink } from '../client/coordinator-link.ts'
import { checkCode } from '../history/codes.ts'
import type { WorldOf } from '../world-of.ts'
import { ConsumerGroupHistory } from './consumer-group-history.ts'
import { ConsumerMember, newCounts } from './consumer-member.ts'
import { readAs } from './member-offsets.ts'

/** What the workload must know of the brokers' settings. */
export interface ConsumerGroupsSettings {
  /** `group.consumer.session.timeout.ms` */
  readonly sessionTimeoutMs: number
}

const MEMBERS = 3
const RESTART_MS_MAX = 1500
/** What a group may take beyond its timeouts (C5). */
const GRACE_MS = 5000
const LOOK_MS = 50
const TRIES_MAX = 200

/** A consumer group (KIP-848), some of its members static, whose members commit, come and go. */
export function createConsumerGroupsWorkload(
  worldOf: WorldOf,
  shape: WorkloadShape,
  settings: ConsumerGroupsSettings
): Workload {
  return new ConsumerGroupsWorkload(worldOf('consumers'), shape, settings)
}

class ConsumerGroupsWorkload implements Workload {
  readonly name = 'consumer groups'
  readonly #world: ClientWorld
  readonly #history: ConsumerGroupHistory
  readonly #settings: ConsumerGroupsSettings
  readonly #rebalanceTimeoutMs: number
  readonly #assignor: string | null
  readonly #counts = newCounts()
  /** One place for each member: when its process ends, another one comes. */
  readonly #members: (ConsumerMember | undefined)[] = []
  #started = 0
  #running = false

  constructor(world: ClientWorld, shape: WorkloadShape, settings: ConsumerGroupsSettings) {
    this.#world = world
    this.#history = new ConsumerGroupHistory('consumers-0', shape)
    this.#settings = settings
    this.#rebalanceTimeoutMs = 2000 + world.random.int(3000)
    this.#assignor = ([null, 'uniform', 'range'] as const)[world.random.int(3)]!
  }

  get idle(): boolean {
    return !this.#running
  }

  start(): void {
    this.#running = true
    for (let place = 0; place < MEMBERS; place++) this.#begin(place)
  }

  /** As processes that are killed. */
  stop(): void {
    this.#running = false
    for (const member of this.#members) member?.kill()
  }

  counts(): Readonly<Record<string, number>> {
    return { ...this.#counts, consumerStaleReads: this.#history.staleReads }
  }

  async check(): Promise<void> {
    const process = new ClientProcess(this.#world, { name: 'consumers-check', topics: this.#history.topics })
    const coordinator = new CoordinatorLink(process, { kind: CoordinatorKind.group, key: this.#history.groupId })
    await process.learnTopics()
    await this.#checkOffsets(process, coordinator)
    await this.#checkStable(process, coordinator)
    await this.#checkOffsets(process, coordinator)
    process.die()
  }

  #begin(place: number): void {
    if (!this.#running) return
    // Half of the places are of static members.
    const instanceId = place % 2 === 0 ? null : `instance-${place}`
    const member = this.#create(`consumer-${place}-${this.#started++}`, {
      instanceId,
      lively: true,
      onOver: () => {
        this.#members[place] = undefined
        this.#world.scheduler.after(1 + this.#world.random.int(RESTART_MS_MAX), () => this.#begin(place))
      }
    })
    this.#members[place] = member
    member.start()
  }

  #create(name: string, options: { instanceId: string | null; lively: boolean; onOver: () => void }): ConsumerMember {
    return new ConsumerMember(this.#world, this.#history, {
      name,
      ...options,
      sessionTimeoutMs: this.#settings.sessionTimeoutMs,
      rebalanceTimeoutMs: this.#rebalanceTimeoutMs,
      assignor: this.#assignor,
      counts: this.#counts
    })
  }

  /** C3: every committed offset, read back from its coordinator. */
  async #checkOffsets(process: ClientProcess, coordinator: CoordinatorLink): Promise<void> {
    const history = this.#history
    for (const partition of history.partitions) {
      for (let triesLeft = TRIES_MAX; ; triesLeft--) {
        const errorCode = await readAs({ process, coordinator, history }, { partition, isFinal: true })
        if (errorCode === ErrorCode.NONE) break
        if (triesLeft === 0) throw history.violation('C5', `the committed offset of ${partition} cannot be read`)
        coordinator.isLost(errorCode)
        await process.pause()
      }
    }
  }

  /** C5: new members come to a stable group in good time, each partition with one of them. Then they leave. */
  async #checkStable(process: ClientProcess, coordinator: CoordinatorLink): Promise<void> {
    const limitMs = Math.max(this.#settings.sessionTimeoutMs, this.#rebalanceTimeoutMs) + GRACE_MS
    const deadlineMs = process.nowMs + limitMs
    const members = Array.from({ length: MEMBERS }, (_, index) =>
      this.#create(`newcomer-${index}`, { instanceId: null, lively: false, onOver: () => {} })
    )
    for (const member of members) member.start()
    while (!this.#isShared(members) || !(await this.#isStable(process, coordinator))) {
      if (process.nowMs > deadlineMs) {
        const seen = members.map(({ epoch, owned }) => `epoch ${epoch} with ${owned.size}`).join(', ')
        throw this.#history.violation('C5', `it is not stable within ${limitMs} ms: ${seen}`)
      }
      await process.sleep(LOOK_MS)
    }
    await Promise.all(members.map((member) => new Promise<void>((resolve) => member.retire(resolve))))
  }

  #isShared(members: readonly ConsumerMember[]): boolean {
    const epoch = members[0]!.epoch
    if (epoch === 0 || members.some((member) => member.epoch !== epoch)) return false
    return new Set(members.flatMap(({ owned }) => [...owned])).size === this.#history.partitions.length
  }

  async #isStable(process: ClientProcess, coordinator: CoordinatorLink): Promise<boolean> {
    const message = { groupIds: [this.#history.groupId], includeAuthorizedOperations: false }
    const response = await coordinator.ask({ api: ConsumerGroupDescribeApi, version: 0, message })
    const group = response?.groups[0]
    if (group !== undefined) checkCode('ConsumerGroupDescribe', group.errorCode, process.name)
    coordinator.isLost(group?.errorCode)
    return group?.groupState === 'Stable'
  }
}
