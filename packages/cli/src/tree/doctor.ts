import type { Command } from 'commander'
import type { ClusterOptions } from '../io/run.ts'
import { clusterCommand, onCluster } from './shared.ts'

export function addDoctor(program: Command): void {
  clusterCommand(
    program,
    'doctor',
    'asks every broker at its advertised address and looks for what is wrong; exit code 1 when something is'
  ).action((options: ClusterOptions) =>
    onCluster(options, async (session) => (await import('../commands/doctor/doctor.ts')).examine(session))
  )
}
