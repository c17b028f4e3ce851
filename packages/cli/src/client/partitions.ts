/** A partition of a topic, as commands name it. */
export interface TopicPartition {
  readonly topic: string
  readonly partition: number
}

/** `topic-0`, as Kafka writes it; the key of maps by partition. */
export const partitionText = ({ topic, partition }: TopicPartition): string => `${topic}-${partition}`

/** What a request nests: partitions under their topics. */
export function byTopic<Item extends TopicPartition>(
  items: readonly Item[]
): { readonly name: string; readonly items: Item[] }[] {
  const topics = new Map<string, Item[]>()
  for (const item of items) {
    const known = topics.get(item.topic)
    if (known === undefined) topics.set(item.topic, [item])
    else known.push(item)
  }
  return Array.from(topics, ([name, all]) => ({ name, items: all }))
}
