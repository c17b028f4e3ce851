import { silentLogger, type Logger, type MetricDefinition, type Metrics } from '@gregor/base'
import type { JoinGroupRequest } from '@gregor/protocol/messages/join-group'
import { GroupCoordinator } from '../../src/group-coordinator.ts'
import type { GroupSettings } from '../../src/group/settings.ts'
import { partitionFor } from '../../src/runtime/partition-for.ts'
import { defaultSettings } from './group-story.ts'
import { ManualTime } from './manual-time.ts'
import { MemoryLog } from './memory-log.ts'
import { consumerProtocol } from './protocols.ts'
import { StoryTopics } from './story-topics.ts'

export const PARTITIONS = 3
export const client = { clientId: 'app', clientHost: '/127.0.0.1' }

/** A broker's group coordinator over a log in memory. */
export class CoordinatorStory {
  readonly time = new ManualTime()
  readonly log: MemoryLog
  readonly lines: { readonly message: string; readonly fields: object }[] = []
  readonly counts = new Map<string, number>()
  readonly topics = new StoryTopics()
  readonly coordinator: GroupCoordinator
  partitionCount = PARTITIONS
  private readonly collectors: (() => void)[] = []

  constructor(log = new MemoryLog(), settings: Partial<GroupSettings> = {}) {
    this.log = log
    this.coordinator = new GroupCoordinator({
      settings: { ...defaultSettings, ...settings },
      surroundings: { topics: this.topics, overrides: () => new Map() },
      log,
      partitionCount: () => this.partitionCount,
      clock: this.time,
      scheduler: this.time,
      random: { int: () => 0, bytes: (count) => new Uint8Array(count).fill(this.randomByte++) },
      logger: this.logger(),
      metrics: this.metrics()
    })
  }

  private randomByte = 1

  /** Leads all partitions. */
  static async leading(log?: MemoryLog, settings?: Partial<GroupSettings>): Promise<CoordinatorStory> {
    const story = new CoordinatorStory(log, settings)
    story.lead(1)
    await loaded()
    return story
  }

  lead(epoch: number): void {
    for (let partition = 0; partition < PARTITIONS; partition++) this.coordinator.onLeadership(partition, true, epoch)
  }

  resign(epoch: number): void {
    for (let partition = 0; partition < PARTITIONS; partition++) this.coordinator.onLeadership(partition, false, epoch)
  }

  /** Lets everything happen that is due, with a log that commits. */
  settle(): void {
    this.time.advance(0)
    while (this.log.pending.length > 0) {
      this.log.commit()
      this.time.advance(0)
    }
  }

  async answer<Response>(promise: Promise<Response>): Promise<Response> {
    this.settle()
    return promise
  }

  /** Gauges and counters by name, with their labels' values. */
  scrape(): ReadonlyMap<string, number> {
    for (const collect of this.collectors) collect()
    return this.counts
  }

  private logger(): Logger {
    const write = (fields: object, message: string): void => void this.lines.push({ fields, message })
    const logger: Logger = { ...silentLogger, info: write, warn: write, error: write, child: () => logger }
    return logger
  }

  private metrics(): Metrics {
    const keyOf = ({ name }: MetricDefinition, labels: Readonly<Record<string, string>> = {}): string =>
      [name, ...Object.values(labels)].join(' ')
    const add = (key: string, by: number): void => void this.counts.set(key, (this.counts.get(key) ?? 0) + by)
    return {
      counter: (definition, labels) => ({ inc: (by = 1) => add(keyOf(definition, labels), by) }),
      gauge: (definition, labels) => ({ set: (value) => void this.counts.set(keyOf(definition, labels), value) }),
      histogram: (definition, labels) => ({ observe: () => add(keyOf(definition, labels), 1) }),
      summary: (definition, labels) => ({ observe: () => add(keyOf(definition, labels), 1) }),
      onScrape: (collect) => void this.collectors.push(collect),
      remove: () => {}
    }
  }
}

/** Scans of the log are promises. */
export const loaded = (): Promise<void> => new Promise((resolve) => void setImmediate(resolve))

export function joinRequest(groupId: string, request: Partial<JoinGroupRequest> = {}): JoinGroupRequest {
  return {
    groupId,
    sessionTimeoutMs: 10_000,
    rebalanceTimeoutMs: 60_000,
    memberId: '',
    groupInstanceId: null,
    protocolType: 'consumer',
    protocols: [consumerProtocol('range', 'topic')],
    reason: null,
    ...request
  }
}

/** A group id for each partition. */
export function groupIdsByPartition(): readonly string[] {
  const ids: string[] = []
  for (let number = 0; ids.filter((id) => id !== undefined).length < PARTITIONS; number++) {
    ids[partitionFor(`group-${number}`, PARTITIONS)] ??= `group-${number}`
  }
  return ids
}
