import type { Command } from 'commander'
import { addBrokers } from './brokers.ts'
import { addConfigs } from './configs.ts'
import { addConsume } from './consume.ts'
import { addGroups } from './groups.ts'
import { addProduce } from './produce.ts'
import { addQuorum } from './quorum.ts'
import { addTopics } from './topics.ts'
import { addWhy } from './why.ts'
import { addDoctor } from './doctor.ts'

/**
 * Adds the commands for those who operate or use a cluster. Only what `--help` needs is loaded with this; each command
 * loads its code when it runs.
 */
export function addOperatorCommands(program: Command): void {
  addTopics(program)
  addBrokers(program)
  addConfigs(program)
  addGroups(program)
  addQuorum(program)
  addProduce(program)
  addConsume(program)
  addWhy(program)
  addDoctor(program)
}
