import { decodeVersioned, ProtocolError } from '@gregor/protocol'
import {
  ConsumerProtocolSubscriptionVersions,
  decodeConsumerProtocolSubscription
} from '@gregor/protocol/messages/consumer-protocol-subscription'

/** The topics in a consumer's subscription, as all consumers write it; undefined when the bytes are not one. */
export function subscribedTopicsOf(metadata: Buffer): readonly string[] | undefined {
  try {
    const versionMax = ConsumerProtocolSubscriptionVersions.max
    return decodeVersioned(decodeConsumerProtocolSubscription, metadata, { versionMax }).topics
  } catch (error) {
    if (error instanceof ProtocolError) return undefined
    throw error
  }
}
