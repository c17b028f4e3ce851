import type { Command } from 'commander'
import type { ClusterOptions } from '../io/run.ts'
import { clusterCommand, onCluster } from './shared.ts'

export function addWhy(program: Command): void {
  clusterCommand(
    program,
    'why',
    'why a partition is as it is: leader, ISR, ELR, who is behind and why, whether acks=all is accepted, what to do'
  )
    .argument('<topic-partition>', 'as in orders-0')
    .action((name: string, options: ClusterOptions) =>
      onCluster(options, async (session) => (await import('../commands/why/why.ts')).explainPartition(session, name))
    )
}
