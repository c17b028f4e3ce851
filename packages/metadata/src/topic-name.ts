/** Kafka's limit on the length of a topic's name: its folder `name-partition` must fit a file name. */
export const topicNameLengthMax = 249

/** Topics that belong to the cluster itself; clients may read them, and coordinators write them. */
export const internalTopics = {
  consumerOffsets: '__consumer_offsets',
  transactionState: '__transaction_state',
  shareGroupState: '__share_group_state'
} as const

const internalNames: ReadonlySet<string> = new Set(Object.values(internalTopics))

/** Whether Metadata marks the topic internal. */
export function isInternalTopic(name: string): boolean {
  return internalNames.has(name)
}

/** What is wrong with a name for a new topic, in words for the user; undefined = nothing. (INVALID_TOPIC_EXCEPTION, 17.) */
export function topicNameProblem(name: string): string | undefined {
  if (name.length === 0) return 'A topic name must not be empty'
  if (name === '.' || name === '..') return `A topic cannot be named "${name}"`
  if (name.length > topicNameLengthMax) {
    return `A topic name has at most ${topicNameLengthMax} characters, this one has ${name.length}`
  }
  if (!/^[a-zA-Z0-9._-]+$/.test(name)) {
    return `Topic name ${JSON.stringify(name)} has characters other than letters, digits, ".", "_" and "-"`
  }
  return undefined
}

/**
 * The form in which two names collide: metrics cannot tell "." and "_" apart, so Kafka refuses a topic whose name
 * differs from an existing one's in these only.
 */
export function collisionKey(name: string): string {
  return name.replaceAll('.', '_')
}
