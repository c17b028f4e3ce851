import { NO_BROKER, type BrokerId } from '@gregor/base'
import { partitionFor } from '@gregor/coordinator'
import type { MetadataImage } from '@gregor/metadata'

/** A partition of a coordinator's topic; its leader is the coordinator of all keys in it. */
export interface CoordinatorPartition {
  readonly index: number
  /** NO_BROKER while there is none. */
  readonly leader: BrokerId
}

/** Where the state of a key is, such as a group in __consumer_offsets; undefined while the topic does not exist. */
export function coordinatorPartition(
  image: MetadataImage,
  { topic, key }: { readonly topic: string; readonly key: string }
): CoordinatorPartition | undefined {
  const partitions = image.topicByName(topic)?.partitions
  if (partitions === undefined) return undefined
  const index = partitionFor(key, partitions.length)
  return { index, leader: partitions[index]?.leader ?? NO_BROKER }
}
