import type { Command } from 'commander'
import { addBrokers } from './brokers.ts'
import { addCompletion } from './completion.ts'
import { addConfigs } from './configs.ts'
import { addConsume } from './consume.ts'
import { addGroups } from './groups.ts'
import { addLog } from './log.ts'
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
  addLog(program)
  addCompletion(program)
}
