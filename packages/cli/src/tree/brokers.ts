import type { Command } from 'commander'
import type { ClusterOptions } from '../io/run.ts'
import { clusterCommand, onCluster } from './shared.ts'

export function addBrokers(program: Command): void {
  clusterCommand(program, 'brokers', 'the brokers: address, rack, controller, leaders and replicas, features').action(
    (options: ClusterOptions) =>
      onCluster(options, async (session) => (await import('../commands/brokers.ts')).listBrokers(session))
  )
}
