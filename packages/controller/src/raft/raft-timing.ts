import type { BrokerConfigValues } from '@gregor/metadata'
import type { RaftTiming } from './raft-driver.ts'

/** Ticks within an election timeout: fine enough to spread elections, coarse enough to idle. */
const ticksPerElection = 10
const tickMs = { least: 10, most: 100 }

/** Raft's clock for an election timeout in milliseconds. A broken connection starts an election without waiting for it. */
export function raftTiming(values: Pick<BrokerConfigValues, 'controller.quorum.election.timeout.ms'>): RaftTiming {
  const electionMs = values['controller.quorum.election.timeout.ms']
  const tick = Math.min(Math.max(Math.floor(electionMs / ticksPerElection), tickMs.least), tickMs.most)
  const electionTicks = Math.max(Math.ceil(electionMs / tick), 5)
  // Several heartbeats fit into an election timeout, so that one lost or late one does no harm.
  return { tickMs: tick, electionTicks, heartbeatTicks: Math.max(Math.floor(electionTicks / 5), 1) }
}
