import type { Scheduler } from '@gregor/base'
import { internalTopics, topicNameProblem } from '@gregor/metadata'
import { ErrorCode } from '@gregor/protocol'
import { CreateTopicsApi, type CreatableTopicInput } from '@gregor/protocol/messages/create-topics'
import { awaitImage, topicServes } from './await-image.ts'
import type { BrokerSettings } from './config.ts'
import type { AdminForwarder, ForwardedFrom, MetadataSource } from './ports.ts'

/** Names being created at a time; more are left to the client's next try. */
const CREATIONS_MAX = 1000

/** Longest wait for a new topic's leaders before the client is sent to ask again. */
const LEADER_WAIT_MS = 3000

/** The version in which topics are created at the controller. */
const CREATE_TOPICS_VERSION = 7

/** Creates topics that clients asked for without creating them, and the cluster's own topics when first needed. */
export interface TopicCreator {
  /**
   * Resolves when the topics serve, or after a few seconds; with the error code of each name that cannot be created.
   * A name that is being created already is waited for, not created twice.
   */
  create(names: readonly string[], from: ForwardedFrom): Promise<ReadonlyMap<string, number>>
}

/** Creates one of the cluster's own topics if there is none yet. Whether that went well is seen in the image. */
export async function ensureInternalTopic(
  { metadata, topicCreator }: { readonly metadata: MetadataSource; readonly topicCreator: TopicCreator },
  name: string,
  from: ForwardedFrom
): Promise<void> {
  if (metadata.image.topicByName(name) === undefined) await topicCreator.create([name], from)
}

interface Ports {
  readonly metadata: MetadataSource
  readonly controller: AdminForwarder
  readonly scheduler: Scheduler
  readonly settings: BrokerSettings
}

export function createTopicCreator(ports: Ports): TopicCreator {
  const underway = new Map<string, Promise<ReadonlyMap<string, number>>>()

  const begin = (names: readonly string[], from: ForwardedFrom): void => {
    const creation = createAll(ports, names, from).finally(() => {
      for (const name of names) underway.delete(name)
    })
    for (const name of names) underway.set(name, creation)
  }

  return {
    async create(names, from) {
      const failures = new Map<string, number>()
      const valid = names.filter((name) => {
        if (topicNameProblem(name) === undefined) return true
        failures.set(name, ErrorCode.INVALID_TOPIC_EXCEPTION)
        return false
      })
      const fresh = valid.filter((name) => !underway.has(name)).slice(0, CREATIONS_MAX - underway.size)
      if (fresh.length > 0) begin(fresh, from)
      const awaited = new Set(valid.map((name) => underway.get(name)))
      for (const creation of awaited) {
        for (const [name, code] of (await creation) ?? []) failures.set(name, code)
      }
      return failures
    }
  }
}

/** Never rejects: a controller that cannot be reached is a reason for the client to ask again. */
async function createAll(
  ports: Ports,
  names: readonly string[],
  from: ForwardedFrom
): Promise<ReadonlyMap<string, number>> {
  const timeoutMs = ports.settings['request.timeout.ms']
  const request = { topics: names.map((name) => topicSpec(name, ports.settings)), timeoutMs }
  try {
    const response = await ports.controller.forward(CreateTopicsApi, CREATE_TOPICS_VERSION, request, {
      timeoutMs,
      from
    })
    const failures = new Map(
      response.topics
        .filter(({ errorCode }) => errorCode !== ErrorCode.NONE && errorCode !== ErrorCode.TOPIC_ALREADY_EXISTS)
        .map(({ name, errorCode }) => [name, errorCode])
    )
    const created = names.filter((name) => !failures.has(name))
    await awaitImage(ports, (image) => created.every((name) => topicServes(image, name)), LEADER_WAIT_MS)
    return failures
  } catch {
    return new Map(names.map((name) => [name, ErrorCode.UNKNOWN_TOPIC_OR_PARTITION]))
  }
}

function topicSpec(name: string, settings: BrokerSettings): CreatableTopicInput {
  if (name === internalTopics.consumerOffsets) return consumerOffsetsSpec(settings)
  if (name === internalTopics.transactionState) return transactionStateSpec(settings)
  return {
    name,
    numPartitions: settings['num.partitions'],
    replicationFactor: settings['default.replication.factor'],
    assignments: [],
    configs: []
  }
}

function consumerOffsetsSpec(settings: BrokerSettings): CreatableTopicInput {
  return {
    name: internalTopics.consumerOffsets,
    numPartitions: settings['offsets.topic.num.partitions'],
    replicationFactor: settings['offsets.topic.replication.factor'],
    assignments: [],
    configs: [
      { name: 'cleanup.policy', value: 'compact' },
      { name: 'segment.bytes', value: String(settings['offsets.topic.segment.bytes']) },
      { name: 'compression.type', value: 'producer' }
    ]
  }
}

function transactionStateSpec(settings: BrokerSettings): CreatableTopicInput {
  return {
    name: internalTopics.transactionState,
    numPartitions: settings['transaction.state.log.num.partitions'],
    replicationFactor: settings['transaction.state.log.replication.factor'],
    assignments: [],
    configs: [
      { name: 'cleanup.policy', value: 'compact' },
      { name: 'segment.bytes', value: String(settings['transaction.state.log.segment.bytes']) },
      { name: 'min.insync.replicas', value: String(settings['transaction.state.log.min.isr']) },
      { name: 'compression.type', value: 'uncompressed' },
      { name: 'unclean.leader.election.enable', value: 'false' }
    ]
  }
}
