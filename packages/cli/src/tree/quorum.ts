import type { Command } from 'commander'
import type { ClusterOptions } from '../io/run.ts'
import { clusterCommand, onCluster } from './shared.ts'

export function addQuorum(program: Command): void {
  clusterCommand(program, 'quorum', 'the metadata quorum: leader, voters, observers, and how far each has come').action(
    (options: ClusterOptions) =>
      onCluster(options, async (session) => (await import('../commands/quorum.ts')).describeQuorum(session))
  )
}
