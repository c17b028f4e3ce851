/** Partitions by topic. Never changed in place: values of records share them. */
export type Partitions = ReadonlyMap<string, ReadonlySet<number>>

export interface TopicPartitions {
  readonly topic: string
  readonly partitions: readonly number[]
}

export const NO_PARTITIONS: Partitions = new Map()

export function partitionsOf(topics: readonly TopicPartitions[]): Partitions {
  return union(NO_PARTITIONS, topics)
}

export function union(partitions: Partitions, added: readonly TopicPartitions[]): Partitions {
  const all = new Map(partitions)
  for (const { topic, partitions: indexes } of added) all.set(topic, new Set([...(all.get(topic) ?? []), ...indexes]))
  return all
}

export function includesAll(partitions: Partitions, topics: readonly TopicPartitions[]): boolean {
  return topics.every(({ topic, partitions: indexes }) => {
    const known = partitions.get(topic)
    return indexes.every((index) => known?.has(index) === true)
  })
}

export function listed(partitions: Partitions): readonly TopicPartitions[] {
  return Array.from(partitions, ([topic, indexes]) => ({ topic, partitions: [...indexes] }))
}
