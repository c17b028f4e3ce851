import type { BrokerEpoch, BrokerId } from '@gregor/base'
import type { MetadataRecord, PartitionImage, PartitionRecord } from '@gregor/metadata'
import { ErrorCode } from '@gregor/protocol'
import type { IsrChange, IsrChangeOutcome } from '../types.ts'
import { refusal, requestRecordsMax, type Outcome, type Refusal } from './outcome.ts'
import { changePartition } from './partition-change.ts'
import { canLead, type ControllerState } from './state.ts'
import { partitionRules, topicRules, type TopicRules } from './topic-rules.ts'
import { withdrawReplica } from './withdraw-replica.ts'

/** A broker asks for other in-sync replicas in some of the partitions that it leads, or withdraws replicas of its own. */
export interface AlterPartitionRequest {
  readonly brokerId: BrokerId
  readonly brokerEpoch: BrokerEpoch
  readonly changes: readonly IsrChange[]
}

export type AlterPartitionResponse =
  | { readonly ok: true; readonly outcomes: readonly IsrChangeOutcome[] }
  | { readonly ok: false; readonly refusal: Refusal }

/** Changes in-sync replicas as brokers wish, unless leader, epochs or members are not what the broker thinks. */
export function alterPartition(
  state: ControllerState,
  request: AlterPartitionRequest
): Outcome<AlterPartitionResponse> {
  const refused = requestProblem(state, request)
  if (refused !== undefined) return { records: [], response: { ok: false, refusal: refused } }
  const rules = topicRules(state.image, state.settings)
  const records: MetadataRecord[] = []
  const outcomes = request.changes.map((change) => {
    const outcome = alterOne(state, request.brokerId, change, rules)
    if (outcome.record !== undefined) records.push(outcome.record)
    return outcome.answer
  })
  return { records, response: { ok: true, outcomes } }
}

function requestProblem(state: ControllerState, request: AlterPartitionRequest): Refusal | undefined {
  const { brokerId, brokerEpoch, changes } = request
  if (state.image.brokers.get(brokerId)?.epoch !== brokerEpoch) {
    return refusal(ErrorCode.STALE_BROKER_EPOCH, `Broker ${brokerId} is not registered with epoch ${brokerEpoch}`)
  }
  const keys = new Set(changes.map(({ topicId, partition }) => `${topicId} ${partition}`))
  if (keys.size < changes.length) return refusal(ErrorCode.INVALID_REQUEST, 'A partition is named twice')
  if (changes.length <= requestRecordsMax) return undefined
  return refusal(ErrorCode.INVALID_REQUEST, `At most ${requestRecordsMax} partitions change at a time`)
}

interface OneOutcome {
  readonly answer: IsrChangeOutcome
  readonly record: PartitionRecord | undefined
}

function alterOne(
  state: ControllerState,
  brokerId: BrokerId,
  change: IsrChange,
  rules: (topic: string) => TopicRules
): OneOutcome {
  const { topicId, partition: index } = change
  const topic = state.image.topics.get(topicId)
  const partition = topic?.partitions[index]
  if (topic === undefined) return failed(change, ErrorCode.UNKNOWN_TOPIC_ID)
  if (partition === undefined) return failed(change, ErrorCode.UNKNOWN_TOPIC_OR_PARTITION)
  const problem = epochProblem(change, partition)
  if (problem !== undefined) return failed(change, problem, partition)
  const topicRule = rules(topic.name)
  if (change.withdraw === true) {
    const record = withdrawReplica(state, brokerId, { partition, rules: topicRule })
    return typeof record === 'number' ? failed(change, record, partition) : done(change, record)
  }
  const errorCode = changeProblem(state, brokerId, change, partition)
  if (errorCode !== ErrorCode.NONE) return failed(change, errorCode, partition)
  const members = new Set(change.isr.map((member) => member.brokerId))
  const isr = partition.replicas.filter((broker) => members.has(broker))
  const mayLead = (broker: BrokerId): boolean => canLead(state, broker)
  // A leader that leaves itself out says that its disk failed: it resigns, and is not eligible any more.
  const wish = isr.includes(partition.leader) ? { isr } : { isr, wiped: partition.leader }
  const record = changePartition(partition, wish, partitionRules(partition, topicRule, mayLead))
  return { answer: answerOf(change, ErrorCode.NONE, record ?? partition), record }
}

function done(change: IsrChange, record: PartitionRecord): OneOutcome {
  return { answer: answerOf(change, ErrorCode.NONE, record), record }
}

/** Checks in the order of Kafka's controller, so that leaders react to the same codes in the same cases. */
function epochProblem({ leaderEpoch, partitionEpoch }: IsrChange, partition: PartitionImage): number | undefined {
  // A leader that knows more than this controller talks to one that has been replaced.
  if (leaderEpoch > partition.leaderEpoch || partitionEpoch > partition.partitionEpoch) return ErrorCode.NOT_CONTROLLER
  return leaderEpoch < partition.leaderEpoch ? ErrorCode.FENCED_LEADER_EPOCH : undefined
}

function changeProblem(
  state: ControllerState,
  brokerId: BrokerId,
  change: IsrChange,
  partition: PartitionImage
): number {
  const { partitionEpoch, isr } = change
  if (brokerId !== partition.leader) return ErrorCode.INVALID_REQUEST
  if (partitionEpoch < partition.partitionEpoch) return ErrorCode.INVALID_UPDATE_VERSION
  const ids = new Set(isr.map((member) => member.brokerId))
  const allReplicas = [...ids].every((broker) => partition.replicas.includes(broker))
  if (ids.size === 0 || ids.size < isr.length || !allReplicas) return ErrorCode.INVALID_REQUEST
  return isr.every((member) => isEligible(state, member)) ? ErrorCode.NONE : ErrorCode.INELIGIBLE_REPLICA
}

/** Only the incarnation that caught up may join: one that restarted since may have lost what it had (KIP-903). */
function isEligible(state: ControllerState, { brokerId, brokerEpoch }: IsrChange['isr'][number]): boolean {
  const known = brokerEpoch < 0 || state.image.brokers.get(brokerId)?.epoch === brokerEpoch
  return known && canLead(state, brokerId)
}

function failed(change: IsrChange, errorCode: number, partition?: PartitionImage): OneOutcome {
  return { answer: answerOf(change, errorCode, partition), record: undefined }
}

type Versions = Pick<IsrChangeOutcome, 'leader' | 'leaderEpoch' | 'partitionEpoch' | 'isr'>
const unknown = { leader: -1, leaderEpoch: -1, partitionEpoch: -1, isr: [] } as unknown as Versions

function answerOf({ topicId, partition }: IsrChange, errorCode: number, state: Versions = unknown): IsrChangeOutcome {
  const { leader, leaderEpoch, partitionEpoch, isr } = state
  return { topicId, partition, errorCode, leader, leaderEpoch, partitionEpoch, isr }
}
