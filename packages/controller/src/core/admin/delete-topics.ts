import { TopicId, ZERO_TOPIC_ID } from '@gregor/base'
import type { MetadataRecord, TopicImage } from '@gregor/metadata'
import { ErrorCode } from '@gregor/protocol'
import type {
  DeletableTopicResultInput,
  DeleteTopicsRequest,
  DeleteTopicsResponseInput,
  DeleteTopicState
} from '@gregor/protocol/messages/delete-topics'
import { refusal, type Outcome, type Refusal } from '../outcome.ts'
import type { ControllerState } from '../state.ts'

/** DeleteTopics (20): by name, or by topic id as clients do since version 6. */
export function deleteTopics(state: ControllerState, request: DeleteTopicsRequest): Outcome<DeleteTopicsResponseInput> {
  const wanted: readonly DeleteTopicState[] = [
    ...request.topicNames.map((name) => ({ name, topicId: ZERO_TOPIC_ID })),
    ...request.topics
  ]
  const removed = new Set<TopicId>()
  const records: MetadataRecord[] = []
  const responses = wanted.map((topic) => {
    const found = findTopic(state, topic)
    if ('code' in found) return failure(topic, found)
    if (removed.has(found.id)) {
      return failure(topic, refusal(ErrorCode.INVALID_REQUEST, `Topic ${found.name} is named twice in the request`))
    }
    removed.add(found.id)
    records.push({ type: 'removeTopic', topicId: found.id })
    return { name: found.name, topicId: found.id, errorCode: ErrorCode.NONE, errorMessage: null }
  })
  return { records, response: { responses } }
}

function findTopic(state: ControllerState, { name, topicId }: DeleteTopicState): TopicImage | Refusal {
  if (!state.settings.config.values['delete.topic.enable']) {
    return refusal(ErrorCode.TOPIC_DELETION_DISABLED, 'Topics cannot be deleted: delete.topic.enable is false')
  }
  const byId = topicId !== ZERO_TOPIC_ID
  if (byId === (name !== null)) {
    return refusal(ErrorCode.INVALID_REQUEST, 'A topic to delete is named either by its name or by its id')
  }
  const topic = name === null ? state.image.topics.get(TopicId(topicId)) : state.image.topicByName(name)
  if (topic !== undefined) return topic
  return byId
    ? refusal(ErrorCode.UNKNOWN_TOPIC_ID, `No topic has the id ${topicId}`)
    : refusal(ErrorCode.UNKNOWN_TOPIC_OR_PARTITION, `Topic ${name} does not exist`)
}

function failure({ name, topicId }: DeleteTopicState, { code, message }: Refusal): DeletableTopicResultInput {
  return { name, topicId, errorCode: code, errorMessage: message }
}
