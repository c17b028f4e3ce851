import type { TopicsView, TopicView } from '../../src/group/topics-view.ts'

/** Topics of a cluster; each creation of a name gives it a new id. */
export class StoryTopics implements TopicsView {
  private readonly topics = new Map<string, TopicView>()
  private created = 0

  /** Creates the topic, or adds partitions to it. */
  create(name: string, partitionCount: number): void {
    const id = this.topics.get(name)?.id ?? Buffer.from(`${name}-${++this.created}`.padEnd(16)).toString('base64url')
    this.topics.set(name, { id, partitionCount })
  }

  delete(name: string): void {
    this.topics.delete(name)
  }

  byName(name: string): TopicView | undefined {
    return this.topics.get(name)
  }

  nameOf(topicId: string): string | undefined {
    for (const [name, { id }] of this.topics) if (id === topicId) return name
    return undefined
  }

  names(): Iterable<string> {
    return this.topics.keys()
  }
}
