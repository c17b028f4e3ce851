import { ErrorCode } from '@gregor/protocol'
import type {
  ConsumerGroupHeartbeatRequest,
  ConsumerGroupHeartbeatResponse
} from '@gregor/protocol/messages/consumer-group-heartbeat'
import type { Answer, GroupStory } from './group-story.ts'

/** A client of the consumer protocol: it knows what it was told, and does at once what it is told to. */
export class StoryConsumer {
  readonly memberId: string
  epoch = 0
  /** Partitions as "topic-0". */
  owned: readonly string[] = []
  private readonly request: Partial<ConsumerGroupHeartbeatRequest>

  constructor(memberId: string, request: Partial<ConsumerGroupHeartbeatRequest> = {}) {
    this.memberId = memberId
    this.request = request
  }

  /** Joins with all that it is; answered with its epoch and its first partitions. */
  join(story: GroupStory, request: Partial<ConsumerGroupHeartbeatRequest> = {}): ConsumerGroupHeartbeatResponse {
    this.epoch = 0
    this.owned = []
    return this.receive(story, this.askToJoin(story, request).response!)
  }

  askToJoin(
    story: GroupStory,
    request: Partial<ConsumerGroupHeartbeatRequest> = {}
  ): Answer<ConsumerGroupHeartbeatResponse> {
    return story.consumerHeartbeat({
      memberId: this.memberId,
      memberEpoch: 0,
      rebalanceTimeoutMs: 60_000,
      subscribedTopicNames: ['t'],
      topicPartitions: [],
      ...this.request,
      ...request
    })
  }

  /** A heartbeat that says what it has. */
  beat(story: GroupStory, request: Partial<ConsumerGroupHeartbeatRequest> = {}): ConsumerGroupHeartbeatResponse {
    return this.receive(story, this.askToBeat(story, request).response!)
  }

  askToBeat(
    story: GroupStory,
    request: Partial<ConsumerGroupHeartbeatRequest> = {}
  ): Answer<ConsumerGroupHeartbeatResponse> {
    return story.consumerHeartbeat({
      memberId: this.memberId,
      memberEpoch: this.epoch,
      instanceId: this.request.instanceId ?? null,
      topicPartitions: partitionLists(story, this.owned),
      ...request
    })
  }

  leave(story: GroupStory, memberEpoch = -1): number {
    const instanceId = this.request.instanceId ?? null
    return story.consumerHeartbeat({ memberId: this.memberId, memberEpoch, instanceId }).errorCode!
  }

  receive(story: GroupStory, response: ConsumerGroupHeartbeatResponse): ConsumerGroupHeartbeatResponse {
    if (response.errorCode !== ErrorCode.NONE) return response
    this.epoch = response.memberEpoch
    if (response.assignment !== null) {
      this.owned = response.assignment.topicPartitions.flatMap(({ topicId, partitions }) =>
        partitions.map((partition) => `${story.topics.nameOf(topicId) ?? topicId}-${partition}`)
      )
    }
    return response
  }
}

function partitionLists(
  story: GroupStory,
  owned: readonly string[]
): { readonly topicId: string; readonly partitions: readonly number[] }[] {
  const lists = new Map<string, number[]>()
  for (const name of owned) {
    const end = name.lastIndexOf('-')
    const topicId = story.topics.byName(name.slice(0, end))?.id ?? name.slice(0, end)
    lists.set(topicId, [...(lists.get(topicId) ?? []), Number(name.slice(end + 1))])
  }
  return Array.from(lists, ([topicId, partitions]) => ({ topicId, partitions }))
}

/** A story with topics by their numbers of partitions. */
export function withTopics(story: GroupStory, topics: Readonly<Record<string, number>>): GroupStory {
  for (const [name, count] of Object.entries(topics)) story.createTopic(name, count)
  return story
}
