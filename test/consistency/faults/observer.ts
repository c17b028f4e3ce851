import { ZERO_TOPIC_ID } from '@gregor/base'
import { DescribeQuorumApi } from '@gregor/protocol/messages/describe-quorum'
import { MetadataApi } from '@gregor/protocol/messages/metadata'
import { until } from '../../support/until.ts'
import { Actor, type Stage } from '../clients/actor.ts'
import type { Site } from '../run/site.ts'

/** Looks at the cluster as an administrator does, over the Kafka protocol. */
export class Observer {
  readonly #site: Site
  readonly #actor: Actor
  readonly #topics: readonly string[]

  /** `topics` are all that clients use; faults strike leaders of the stage's. */
  constructor(site: Site, stage: Stage, topics: readonly string[]) {
    this.#site = site
    this.#topics = topics
    this.#actor = new Actor(stage, 'observer')
  }

  get partitions(): number {
    return this.#actor.stage.partitions
  }

  async leaderOf(partition: number): Promise<number> {
    return until(`partition ${partition} is led by a broker that runs`, async () => {
      await this.#actor.refresh()
      const id = this.#actor.leaderOf(partition)?.leaderId
      return id !== undefined && this.#site.isRunning(id) ? id : undefined
    })
  }

  /** What is not as it should be yet; undefined when all brokers are ready, all replicas in sync and all nodes vote. */
  async ailment(): Promise<string | undefined> {
    const notReady = await this.#site.ready(200).then(
      () => undefined,
      (error: Error) => error.message
    )
    return notReady ?? (await this.#replicaAilment()) ?? (await this.#quorumAilment())
  }

  close(): void {
    this.#actor.client.close()
  }

  async #replicaAilment(): Promise<string | undefined> {
    const names = [...this.#topics, '__consumer_offsets', '__transaction_state']
    const topics = names.map((name) => ({ name, topicId: ZERO_TOPIC_ID }))
    const message = { topics, allowAutoTopicCreation: false }
    const { brokers } = this.#site.layout
    for (const { id } of brokers) {
      const answer = await this.#actor.ask(id, { api: MetadataApi, version: 12, message })
      if (answer === undefined) return `broker ${id} tells no metadata`
      for (const { name, partitions } of answer.topics) {
        const small = partitions.find(({ isrNodes, leaderId }) => isrNodes.length < brokers.length || leaderId < 0)
        if (small !== undefined) {
          return `${name}-${small.partitionIndex} has the in-sync replicas ${small.isrNodes.join(', ')}, says broker ${id}`
        }
      }
    }
    return undefined
  }

  /** The voters are the three nodes, with the disks that they have now. */
  async #quorumAilment(): Promise<string | undefined> {
    const topics = [{ topicName: '__cluster_metadata', partitions: [{ partitionIndex: 0 }] }]
    const { brokers } = this.#site.layout
    const answer = await this.#actor.ask(brokers[0]!.id, { api: DescribeQuorumApi, version: 2, message: { topics } })
    const voters = answer?.topics[0]?.partitions[0]?.currentVoters
    if (voters === undefined) return 'the quorum cannot be described'
    const found = voters.map(({ replicaId, replicaDirectoryId }) => `${replicaId} with ${replicaDirectoryId}`)
    const wanted = await Promise.all(
      brokers.map(async (broker) => `${broker.id} with ${await this.#site.directoryId(broker.id)}`)
    )
    return wanted.every((voter) => found.includes(voter)) ? undefined : `the voters are ${found.join(', ')}`
  }
}
