import { PartitionIndex, TopicId } from '@gregor/base'
import type { MetadataImage, TopicImage } from '@gregor/metadata'
import { ErrorCode } from '@gregor/protocol'

/** A topic as a request names it: by id in the newest versions of some APIs, by name in the others. */
export type TopicReference = { readonly id: string } | { readonly name: string }

export function findTopic(image: MetadataImage, reference: TopicReference): TopicImage | undefined {
  return 'id' in reference ? image.topics.get(TopicId(reference.id)) : image.topicByName(reference.name)
}

/** What to answer when `findTopic` finds nothing. */
export function unknownTopicCode(reference: TopicReference): number {
  return 'id' in reference ? ErrorCode.UNKNOWN_TOPIC_ID : ErrorCode.UNKNOWN_TOPIC_OR_PARTITION
}

/** The partition's index when the topic has it. */
export function findPartition(topic: TopicImage, index: number): PartitionIndex | undefined {
  return topic.partitions[index] === undefined ? undefined : PartitionIndex(index)
}
