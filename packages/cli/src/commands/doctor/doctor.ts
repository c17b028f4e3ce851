import type { Cluster } from '../../client/cluster.ts'
import { CommandError } from '../../faults.ts'
import { count } from '../../format/table.ts'
import type { Report } from '../../report.ts'
import type { Session } from '../../session.ts'
import { knownBrokers } from '../brokers.ts'
import { configsOf } from '../configs/resources.ts'
import { quorumState } from '../quorum-state.ts'
import { factsOf } from './broker-facts.ts'
import { checkAgreement, checkClocks, checkDisks, checkReach } from './check-brokers.ts'
import { checkPartitions, type ExaminedPartition } from './check-partitions.ts'
import { checkQuorum } from './check-quorum.ts'
import type { Check } from './finding.ts'

/** `gregor doctor`. */
export async function examine(session: Session): Promise<Report> {
  const { cluster } = session
  const { clusterId, brokers } = await knownBrokers(cluster)
  const facts = await Promise.all(brokers.map((broker) => factsOf(session, broker)))
  const checks = [
    checkReach(facts),
    checkAgreement(facts),
    checkClocks(facts),
    await examineQuorum(cluster),
    checkPartitions(await examinedPartitions(cluster)),
    checkDisks(facts)
  ]
  const findings = checks.flatMap((check) => check.findings)
  const problems = findings.filter(({ level }) => level === 'problem').length
  return {
    json: {
      clusterId,
      healthy: problems === 0,
      checks: checks.map(({ name, findings: found }) => ({ name, findings: found })),
      brokers: facts.map(({ broker, failure, clock }) => ({
        ...broker,
        reachable: failure === undefined,
        clockAheadMs: clock?.aheadMs ?? null,
        clockUncertainMs: clock?.uncertainMs ?? null
      }))
    },
    text: `cluster ${clusterId}\n${checks.map(checkText).join('\n')}\n${conclusion(problems, findings.length - problems)}`,
    healthy: problems === 0
  }
}

async function examineQuorum(cluster: Cluster): Promise<Check> {
  try {
    return checkQuorum(await quorumState(cluster))
  } catch (error) {
    if (error instanceof CommandError) return checkQuorum(undefined, error.message)
    throw error
  }
}

async function examinedPartitions(cluster: Cluster): Promise<ExaminedPartition[]> {
  const { topics } = await cluster.metadata(null)
  const names = topics.flatMap(({ name }) => name ?? [])
  const configs = await configsOf(
    cluster,
    names.map((name) => ({ kind: 'topic', name })),
    ['min.insync.replicas']
  )
  return topics.flatMap(({ name, partitions }) =>
    partitions.map(({ partitionIndex, leaderId, replicaNodes, isrNodes }) => ({
      topic: name ?? '',
      partition: partitionIndex,
      leader: leaderId,
      replicas: replicaNodes.length,
      inSync: isrNodes.length,
      minInsyncReplicas: Number(configs.get(`topic ${name}`)?.[0]?.value ?? 1)
    }))
  )
}

function checkText({ name, summary, findings }: Check): string {
  if (findings.length === 0) return `ok       ${name}: ${summary}`
  return findings
    .map(
      ({ level, what, todo }) => `${level === 'problem' ? 'PROBLEM' : 'remark '}  ${name}: ${what}\n         ${todo}`
    )
    .join('\n')
}

function conclusion(problems: number, remarks: number): string {
  const said = remarks === 0 ? '' : `, ${count(remarks, 'remark')}`
  return problems === 0 ? `Nothing is wrong${said}.` : `${count(problems, 'problem')}${said}.`
}
