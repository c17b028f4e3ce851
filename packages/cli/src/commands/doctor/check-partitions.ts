import { count } from '../../format/table.ts'
import { type Check, type Finding, problem, remark, some } from './finding.ts'

export interface ExaminedPartition {
  readonly topic: string
  readonly partition: number
  readonly leader: number
  readonly replicas: number
  readonly inSync: number
  readonly minInsyncReplicas: number
}

const name = ({ topic, partition }: ExaminedPartition): string => `${topic}-${partition}`

/** Whether every partition has a leader, its replicas, and enough of them. */
export function checkPartitions(partitions: readonly ExaminedPartition[]): Check {
  const findings: Finding[] = []
  const offline = partitions.filter(({ leader }) => leader < 0)
  const led = partitions.filter(({ leader }) => leader >= 0)
  const least = ({ minInsyncReplicas, replicas }: ExaminedPartition): number => Math.min(minInsyncReplicas, replicas)
  const below = led.filter((partition) => partition.inSync < least(partition))
  const behind = led.filter((partition) => partition.inSync < partition.replicas && !below.includes(partition))
  const atRisk = behind.filter((partition) => partition.inSync === least(partition))
  const tell = (list: readonly ExaminedPartition[], what: string, todo: string): void => {
    if (list.length > 0)
      findings.push(problem(`${count(list.length, 'partition')} ${what}: ${some(list.map(name))}`, todo))
  }
  const why = (list: readonly ExaminedPartition[]): string =>
    `\`gregor why ${list[0] === undefined ? '' : name(list[0])}\``
  tell(offline, 'without a leader', `${why(offline)} tells which broker must come back`)
  tell(
    below,
    'below min.insync.replicas, so that acks=all is refused',
    `${why(below)} tells which replicas are missing`
  )
  tell(behind, 'with replicas that are not in sync', `${why(behind)} tells which, and why`)
  tell(atRisk, 'that the next loss stops from taking acks=all', 'bring the missing brokers back first')
  const single = led.filter((partition) => partition.replicas <= partition.minInsyncReplicas && partition.replicas > 1)
  if (single.length > 0)
    findings.push(
      remark(
        `${count(single.length, 'partition')} without a replica to spare (min.insync.replicas is as many as there are): ${some(single.map(name))}`,
        'lower min.insync.replicas of the topic, or every restart stops its writes'
      )
    )
  const alone = led.filter(({ replicas }) => replicas === 1)
  if (alone.length > 0)
    findings.push(
      remark(
        `${count(alone.length, 'partition')} with a single replica: ${some(alone.map(name))}`,
        'create such topics with --replication-factor 3 if their records matter'
      )
    )
  return {
    name: 'partitions',
    summary: `${count(partitions.length, 'partition')} with a leader and all replicas in sync`,
    findings
  }
}
