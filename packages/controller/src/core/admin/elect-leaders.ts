import type { BrokerId } from '@gregor/base'
import type { MetadataRecord, PartitionImage } from '@gregor/metadata'
import { ErrorCode } from '@gregor/protocol'
import type {
  ElectLeadersRequest,
  ElectLeadersResponseInput,
  PartitionResultInput
} from '@gregor/protocol/messages/elect-leaders'
import { refusal, requestRecordsMax, type Outcome, type Refusal } from '../outcome.ts'
import { changePartition } from '../partition-change.ts'
import { canLead, type ControllerState } from '../state.ts'
import { partitionRules, topicRules, type TopicRules } from '../topic-rules.ts'

/** Kafka's ElectionType codes. */
const ElectionType = { preferred: 0, unclean: 1 } as const

interface Election {
  readonly unclean: boolean
  readonly rules: (topic: string) => TopicRules
  readonly records: MetadataRecord[]
}

/** ElectLeaders (43): moves leadership to preferred replicas, or gives a leader to partitions that have none, at any price. */
export function electLeaders(state: ControllerState, request: ElectLeadersRequest): Outcome<ElectLeadersResponseInput> {
  const { electionType } = request
  if (electionType !== ElectionType.preferred && electionType !== ElectionType.unclean) {
    return { records: [], response: { errorCode: ErrorCode.INVALID_REQUEST, replicaElectionResults: [] } }
  }
  const unclean = electionType === ElectionType.unclean
  const election = { unclean, rules: topicRules(state.image, state.settings), records: [] as MetadataRecord[] }
  const results = wantedPartitions(state, request).map(({ topic, partitions }) => ({
    topic,
    partitionResult: partitions
      .map((partition) => electOne(state, { topic, partition }, election))
      // Who asks about all partitions wants to hear of those where something was to do.
      .filter(({ errorCode }) => request.topicPartitions !== null || errorCode !== ErrorCode.ELECTION_NOT_NEEDED)
  }))
  const replicaElectionResults = results.filter(({ partitionResult }) => partitionResult.length > 0)
  return { records: election.records, response: { replicaElectionResults } }
}

function wantedPartitions(
  state: ControllerState,
  { topicPartitions }: ElectLeadersRequest
): readonly { readonly topic: string; readonly partitions: readonly number[] }[] {
  if (topicPartitions !== null) return topicPartitions
  return [...state.image.topics.values()].map(({ name, partitions }) => ({
    topic: name,
    partitions: partitions.map(({ partition }) => partition)
  }))
}

function electOne(
  state: ControllerState,
  { topic, partition: index }: { readonly topic: string; readonly partition: number },
  election: Election
): PartitionResultInput {
  const partition = state.image.topicByName(topic)?.partitions[index]
  const refused =
    partition === undefined
      ? refusal(ErrorCode.UNKNOWN_TOPIC_OR_PARTITION, `Partition ${topic}-${index} does not exist`)
      : elect(state, partition, election)
  const { code, message } = refused ?? { code: ErrorCode.NONE, message: null }
  return { partitionId: index, errorCode: code, errorMessage: message }
}

function elect(state: ControllerState, partition: PartitionImage, election: Election): Refusal | undefined {
  const { unclean, rules, records } = election
  const needed = unclean ? !canLead(state, partition.leader) : partition.leader !== partition.replicas[0]
  if (!needed) return refusal(ErrorCode.ELECTION_NOT_NEEDED, 'The partition has the leader that was asked for')
  if (records.length >= requestRecordsMax) {
    return refusal(ErrorCode.POLICY_VIOLATION, `One request elects at most ${requestRecordsMax} leaders`)
  }
  const mayLead = (broker: BrokerId): boolean => canLead(state, broker)
  const topic = { ...rules(partition.topic), ...(unclean ? { unclean } : {}) }
  const record = changePartition(partition, { preferred: true }, partitionRules(partition, topic, mayLead))
  const leader = record?.leader ?? partition.leader
  const elected = unclean ? mayLead(leader) : leader === partition.replicas[0]
  if (elected && record !== undefined) {
    records.push(record)
    return undefined
  }
  return unclean
    ? refusal(ErrorCode.ELIGIBLE_LEADERS_NOT_AVAILABLE, 'No replica of the partition is up')
    : refusal(ErrorCode.PREFERRED_LEADER_NOT_AVAILABLE, 'The preferred leader is not up or not in sync')
}
