import type { BrokerId, Random } from '@gregor/base'
import type { MetadataStore } from '@gregor/metadata'
import type { BrokerSessions } from './broker-sessions.ts'
import type { ControllerSettings } from './settings.ts'

/** What an operation looks at. Operations read it and return records; only replay changes the image. */
export interface ControllerState {
  /** Ahead of the committed image by what has been proposed and is not committed yet. */
  readonly image: MetadataStore
  readonly sessions: BrokerSessions
  readonly settings: ControllerSettings
}

/** What an operation gets from outside. */
export interface OperationContext {
  readonly nowMs: number
  /** The index in the metadata log at which the first of its records will be. */
  readonly index: number
  readonly random: Random
}

/** Whether a broker may lead partitions now. */
export function canLead(state: Pick<ControllerState, 'image'>, broker: BrokerId): boolean {
  const registration = state.image.brokers.get(broker)
  return registration !== undefined && !registration.fenced && !registration.inControlledShutdown
}
