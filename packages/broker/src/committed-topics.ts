import type { MetadataImage } from '@gregor/metadata'
import { findTopic, unknownTopicCode } from './topic-reference.ts'

/** A topic of a request that commits offsets. */
interface AskedTopic {
  readonly name: string
  readonly topicId: string
  readonly partitions: readonly { readonly partitionIndex: number }[]
}

interface AnsweredTopic {
  readonly name: string
  readonly topicId: string
  readonly partitions: readonly { readonly partitionIndex: number; readonly errorCode: number }[]
}

/** The topics of a request that commits offsets, apart by whether they exist. */
export interface CommittedTopics<Topic> {
  /** Those that exist, each with both its name and its id. */
  readonly known: readonly Topic[]
  /**
   * What the request is answered: takes the answers about `known`, in their order, and adds those that do not exist.
   * Topics are named as they were asked for.
   */
  answer(known: readonly AnsweredTopic[]): AnsweredTopic[]
}

export function resolveCommittedTopics<Topic extends AskedTopic>(
  topics: readonly Topic[],
  { image, byId }: { readonly image: MetadataImage; readonly byId: boolean }
): CommittedTopics<Topic> {
  const resolved = topics.map((topic) => {
    const reference = byId ? { id: topic.topicId } : { name: topic.name }
    const found = findTopic(image, reference)
    return { topic, reference, known: found && { ...topic, name: found.name, topicId: found.id } }
  })
  return {
    known: resolved.map(({ known }) => known).filter((known) => known !== undefined),
    answer(committed) {
      const answers = committed.values()
      return resolved.map(({ topic, reference, known }) =>
        known === undefined
          ? answerAll(topic, unknownTopicCode(reference))
          : { ...nextOf(answers), name: topic.name, topicId: topic.topicId }
      )
    }
  }
}

/** The same answer for every partition of a topic. */
export function answerAll({ name, topicId, partitions }: AskedTopic, errorCode: number): AnsweredTopic {
  return { name, topicId, partitions: partitions.map(({ partitionIndex }) => ({ partitionIndex, errorCode })) }
}

function nextOf(answers: Iterator<AnsweredTopic>): AnsweredTopic {
  const next = answers.next()
  if (next.done === true) throw new Error('the group coordinator answered fewer topics than it was asked')
  return next.value
}
