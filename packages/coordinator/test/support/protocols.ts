import { encodeVersioned } from '@gregor/protocol'
import { encodeConsumerProtocolSubscription } from '@gregor/protocol/messages/consumer-protocol-subscription'
import type { Protocol } from '../../src/group/classic-group.ts'

/** An assignor's protocol of a consumer that subscribes to `topics`. */
export function consumerProtocol(name: string, ...topics: readonly string[]): Protocol {
  const subscription = { topics, ownedPartitions: [] }
  return { name, metadata: encodeVersioned(encodeConsumerProtocolSubscription, subscription, { version: 1 }) }
}
