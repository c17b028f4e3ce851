import type { Clock, Logger, Metrics } from '@gregor/base'
import { groupCoordinatorMetrics } from '../metrics.ts'
import type { CommittedPosition, GroupPositions } from './positions.ts'

/** A partition of which the leader is asked. */
export interface LagPartition {
  readonly topic: string
  readonly partition: number
}

/** What leaders of partitions tell. Each may reject, as when the leader is away. */
export interface LagPorts {
  /** Undefined while there is none, or no such partition. */
  leaderOf(topic: string, partition: number): number | undefined
  /** Where readers of what is committed end (the last stable offset), in the order asked; undefined = not known. */
  stableEnds(broker: number, partitions: readonly LagPartition[]): Promise<readonly (number | undefined)[]>
  /** The time of the batch at an offset, in milliseconds; undefined = not known. */
  timestampAt(broker: number, position: LagPartition & { readonly offset: number }): Promise<number | undefined>
}

export interface LagMeterOptions {
  readonly ports: LagPorts
  /** The groups of this coordinator, the most interesting first. */
  readonly groups: () => readonly GroupPositions[]
  /** How many groups have a metric. */
  readonly groupsMax: number
  readonly clock: Clock
  readonly metrics: Metrics
  readonly logger: Logger
}

interface Lag {
  readonly records: number
  readonly seconds: number
}

/**
 * How far groups are behind, in records and in time. Each scrape has the leaders asked, once, unless they are still being
 * asked; it shows what they said last. So nothing is asked where nobody scrapes.
 */
export class LagMeter {
  private readonly options: LagMeterOptions
  private readonly shown = new Set<string>()
  private asking = false

  constructor(options: LagMeterOptions) {
    this.options = options
  }

  /** From now on each scrape has the leaders asked. */
  start(): void {
    const { metrics, groupsMax } = this.options
    if (groupsMax > 0) metrics.onScrape(() => void this.refresh())
  }

  /** Asks the leaders and sets the metrics. Does nothing while they are being asked. */
  async refresh(): Promise<void> {
    if (this.asking) return
    this.asking = true
    try {
      const { groups, groupsMax, metrics } = this.options
      const all = groups()
      const measured = all.slice(0, groupsMax)
      this.publish(await this.measure(measured))
      metrics.gauge(groupCoordinatorMetrics.lagGroupsLeftOut).set(all.length - measured.length)
    } catch (error) {
      this.options.logger.debug({ err: error }, 'Could not measure the lag of groups')
    } finally {
      this.asking = false
    }
  }

  private async measure(groups: readonly GroupPositions[]): Promise<ReadonlyMap<string, Lag>> {
    const positions = groups.flatMap(({ group, committed }) => committed.map((position) => ({ group, ...position })))
    const byLeader = new Map<number, Position[]>()
    for (const position of positions) {
      const leader = this.options.ports.leaderOf(position.topic, position.partition)
      if (leader === undefined) continue
      byLeader.set(leader, [...(byLeader.get(leader) ?? []), position])
    }
    const lags = new Map<string, Lag>()
    await Promise.all(
      Array.from(byLeader, async ([leader, own]) => {
        for (const [group, lag] of await this.measureAt(leader, own)) lags.set(group, sum(lags.get(group), lag))
      })
    )
    return lags
  }

  /** What one leader tells; nothing when it cannot be asked. */
  private async measureAt(leader: number, positions: readonly Position[]): Promise<readonly [string, Lag][]> {
    const { ports, clock, logger } = this.options
    const lags: [string, Lag][] = []
    try {
      const ends = await ports.stableEnds(leader, positions)
      for (const [index, position] of positions.entries()) {
        const end = ends[index]
        if (end === undefined) continue
        const records = Math.max(0, end - position.offset)
        const timestamp = records === 0 ? undefined : await ports.timestampAt(leader, position)
        const seconds = timestamp === undefined ? 0 : Math.max(0, (clock.wallMs() - timestamp) / 1000)
        lags.push([position.group, { records, seconds }])
      }
    } catch (error) {
      logger.debug({ leader, err: error }, 'Could not ask a leader for the lag of groups')
    }
    return lags
  }

  private publish(lags: ReadonlyMap<string, Lag>): void {
    const { metrics } = this.options
    for (const group of this.shown) {
      if (lags.has(group)) continue
      metrics.remove(groupCoordinatorMetrics.lagRecords, { group })
      metrics.remove(groupCoordinatorMetrics.lagSeconds, { group })
      this.shown.delete(group)
    }
    for (const [group, { records, seconds }] of lags) {
      metrics.gauge(groupCoordinatorMetrics.lagRecords, { group }).set(records)
      metrics.gauge(groupCoordinatorMetrics.lagSeconds, { group }).set(seconds)
      this.shown.add(group)
    }
  }
}

type Position = CommittedPosition & { readonly group: string }

/** Records add up over partitions; in time a group is as far behind as in its worst partition. */
const sum = (before: Lag | undefined, { records, seconds }: Lag): Lag => ({
  records: (before?.records ?? 0) + records,
  seconds: Math.max(before?.seconds ?? 0, seconds)
})
