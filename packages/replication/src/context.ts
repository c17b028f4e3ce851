import type { Clock, Logger, Scheduler } from '@gregor/base'
import type { MetadataImage } from '@gregor/metadata'
import type { ReplicationConfig } from './config.ts'
import type { BrokerDirectory } from './core/leader-state.ts'
import type { ReplicationMeters } from './metrics.ts'
import type { OwnRegistration } from './ports.ts'

/** What all drivers of this package share. */
export interface ReplicationContext {
  readonly self: OwnRegistration
  readonly config: ReplicationConfig
  readonly clock: Clock
  readonly scheduler: Scheduler
  readonly logger: Logger
  readonly meters: ReplicationMeters
  readonly image: MetadataImage
  readonly brokers: BrokerDirectory
}

/** What leaders ask about brokers, from the metadata. */
export function brokerDirectory(image: MetadataImage): BrokerDirectory {
  return {
    epochOf: (broker) => image.brokers.get(broker)?.epoch,
    isActive: (broker) => {
      const registration = image.brokers.get(broker)
      return registration !== undefined && !registration.fenced && !registration.inControlledShutdown
    }
  }
}

/** Whether the metadata know this process, not only one before it. */
export function isRegistered({ self, brokers }: ReplicationContext): boolean {
  const epoch = self.brokerEpoch()
  return epoch >= 0 && brokers.epochOf(self.brokerId) === epoch
}
