import type { SeededRandom } from '@gregor/simulator'
import type { LocalClusterLayout } from '@gregor/server'
import type { TestCluster } from '../../support/cluster.ts'
import type { Observer } from '../faults/observer.ts'

/** What a fault has at hand, wherever it strikes. */
export interface Trial {
  readonly random: SeededRandom
  /** Resolves when every partition has acknowledged something that was sent after now, or when the patience is over. */
  readonly writesGoOn: (timeoutMs: number) => Promise<void>
}

/** A fault strikes and ends: when `strike` resolves, everything runs and is connected again, though not yet in sync. */
export interface Fault {
  readonly kind: string
  strike(trial: Trial): Promise<void>
}

/** Where a run takes place: three brokers, and what can be done to them. */
export interface Site {
  /** Where clients and administrators reach the brokers. */
  readonly layout: LocalClusterLayout
  readonly bootstrap: string
  readonly output: TestCluster['output']
  /** Kinds of faults that cannot be had here, with the reason. */
  readonly left: readonly string[]
  isRunning(id: number): boolean
  /** Resolves when every broker that runs answers ready. */
  ready(timeoutMs: number): Promise<void>
  /** The id of the folder in which a node keeps its metadata. */
  directoryId(id: number): Promise<string>
  /** The faults that can be had here. `complain` is told of brokers that end by themselves. */
  faults(observer: Observer, complain: (message: string) => void): readonly Fault[]
  /** Whether trouble may begin. */
  prepared(): boolean
  /** Stops all brokers in peace; resolves with where each of them left its data. */
  stop(): Promise<(id: number) => string>
  /** Ends and removes everything. */
  dispose(): Promise<void>
}
