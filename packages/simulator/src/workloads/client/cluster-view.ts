import { ZERO_TOPIC_ID } from '@gregor/base'
import { ErrorCode } from '@gregor/protocol'
import type { MetadataResponse } from '@gregor/protocol/messages/metadata'

/** Where a client believes a partition to be led. */
export interface Leadership {
  readonly leaderId: number
  readonly leaderEpoch: number
}

/** The topics as one client knows them. News of an older leader epoch are passed over, as real clients do. */
export class ClusterView {
  readonly #topicIds = new Map<string, string>()
  readonly #names = new Map<string, string>()
  readonly #leaders = new Map<string, Leadership>()

  topicId(topic: string): string {
    return this.#topicIds.get(topic) ?? ZERO_TOPIC_ID
  }

  /** The topic that a response names or identifies. */
  topicName({ topic, topicId }: { readonly topic: string; readonly topicId: string }): string {
    return topic !== '' ? topic : (this.#names.get(topicId) ?? '')
  }

  /** The last leadership known, even when there was no leader in it (id -1). */
  leadership(topic: string, partition: number): Leadership | undefined {
    return this.#leaders.get(`${topic}-${partition}`)
  }

  /** Takes over an answer, and tells whether it was new. */
  learn({ topics }: MetadataResponse): void {
    for (const { name, topicId, errorCode, partitions } of topics) {
      if (name === null || errorCode !== ErrorCode.NONE) continue
      this.#topicIds.set(name, topicId)
      this.#names.set(topicId, name)
      for (const { partitionIndex, leaderId, leaderEpoch } of partitions) {
        this.hint(name, partitionIndex, { leaderId, leaderEpoch })
      }
    }
  }

  /** A leader that an error response named (KIP-951), or metadata did. */
  hint(topic: string, partition: number, told: Leadership): void {
    const known = this.leadership(topic, partition)
    if (known !== undefined && known.leaderEpoch > told.leaderEpoch) return
    this.#leaders.set(`${topic}-${partition}`, told)
  }
}
