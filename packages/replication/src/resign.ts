import { BrokerEpoch, type BrokerId } from '@gregor/base'
import type { IsrChange } from '@gregor/controller'
import { ErrorCode, errorInfo } from '@gregor/protocol'
import type { ReplicationContext } from './context.ts'
import type { IsrState } from './core/isr-state.ts'
import type { IsrAuthority } from './ports.ts'
import type { Replica } from './replica.ts'

interface ResignPorts {
  readonly context: ReplicationContext
  readonly authority: IsrAuthority
}

/**
 * Asks the controller to take this broker, whose replica cannot be used, out of the ISR of a partition that it leads, so
 * that another leads. Nothing happens when no other is in sync: then the partition waits for the disk.
 */
export function resign(
  ports: ResignPorts,
  replica: Replica,
  isr: Pick<IsrState, 'current' | 'partitionEpoch'> | undefined
): void {
  const { context, authority } = ports
  const { news } = replica
  const known = isr ?? { current: news.isr, partitionEpoch: news.partitionEpoch }
  const others = known.current.filter((broker) => broker !== context.self.brokerId)
  if (news.leader !== context.self.brokerId || others.length === 0) return
  const change: IsrChange = {
    topicId: replica.topicId,
    partition: replica.partition,
    leaderEpoch: news.leaderEpoch,
    partitionEpoch: known.partitionEpoch,
    isr: others.map((brokerId) => ({ brokerId, brokerEpoch: epochOf(context, brokerId) }))
  }
  authority.alterPartition([change]).then(
    ([outcome]) => {
      if (outcome === undefined || outcome.errorCode === ErrorCode.NONE) return
      const fields = { partition: replica.name, error: errorInfo(outcome.errorCode).name }
      context.logger.warn(fields, 'The controller did not take the leadership of an offline replica')
    },
    (error: unknown) => {
      context.logger.warn(
        { partition: replica.name, error },
        'Cannot tell the controller of an offline replica; trying again'
      )
      context.scheduler.after(context.config.isrRetryMs, () => {
        if (replica.news === news && replica.state.role.kind === 'offline') resign(ports, replica, known)
      })
    }
  )
}

function epochOf({ brokers }: ReplicationContext, broker: BrokerId): BrokerEpoch {
  return brokers.epochOf(broker) ?? BrokerEpoch(-1)
}
