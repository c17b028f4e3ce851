/** A topic as groups need to know it. */
export interface TopicView {
  readonly id: string
  readonly partitionCount: number
}

/** The topics of the cluster, as this broker knows them now. Changes are told by the input 'topics-changed'. */
export interface TopicsView {
  byName(name: string): TopicView | undefined
  nameOf(topicId: string): string | undefined
  names(): Iterable<string>
}

/** What is set for one group by IncrementalAlterConfigs, by key. */
export type GroupOverrides = (groupId: string) => ReadonlyMap<string, string>

/** What the groups of a coordinator see of the rest of the cluster. */
export interface GroupSurroundings {
  readonly topics: TopicsView
  readonly overrides: GroupOverrides
}
