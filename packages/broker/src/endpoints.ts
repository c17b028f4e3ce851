import { NO_BROKER, type BrokerId } from '@gregor/base'
import type { BrokerRegistration, Endpoint, MetadataImage } from '@gregor/metadata'
import type { LeaderHint } from '@gregor/replication'

/** A broker as a client of one listener sees it. */
export interface NodeEndpoint {
  readonly nodeId: BrokerId
  readonly host: string
  readonly port: number
  readonly rack: string | null
}

/** Where clients of `listener` reach a broker that is alive; undefined when it is fenced or lacks that listener. */
export function endpointOf(image: MetadataImage, broker: BrokerId, listener: string): NodeEndpoint | undefined {
  const registration = image.brokers.get(broker)
  return registration === undefined || registration.fenced ? undefined : endpointFor(registration, listener)
}

/** All live brokers with that listener, by id, and those that `also` names. */
export function aliveEndpoints(
  image: MetadataImage,
  listener: string,
  also: (broker: BrokerId) => boolean = () => false
): NodeEndpoint[] {
  return [...image.brokers.values()]
    .filter(({ id, fenced }) => !fenced || also(id))
    .map((registration) => endpointFor(registration, listener))
    .filter((endpoint) => endpoint !== undefined)
    .sort((left, right) => left.nodeId - right.nodeId)
}

/** Where a registered broker, alive or not, is reached. */
export function endpointFor(registration: BrokerRegistration, listener: string): NodeEndpoint | undefined {
  const endpoint = registration.endpoints.find(({ name }: Endpoint) => name === listener)
  if (endpoint === undefined) return undefined
  return { nodeId: registration.id, host: endpoint.host, port: endpoint.port, rack: registration.rack ?? null }
}

/** The broker to name as controller. Any forwards to the active one; this one spares the client a connection. */
export function controllerFor(alive: readonly NodeEndpoint[], self: BrokerId): BrokerId {
  return alive.find(({ nodeId }) => nodeId === self)?.nodeId ?? alive[0]?.nodeId ?? NO_BROKER
}

/** The endpoints of the leaders that a response hints at, each once (KIP-951). */
export function hintedEndpoints(
  image: MetadataImage,
  hints: Iterable<LeaderHint | undefined>,
  listener: string
): NodeEndpoint[] {
  const found = new Map<BrokerId, NodeEndpoint>()
  for (const hint of hints) {
    if (hint === undefined || found.has(hint.leaderId)) continue
    const endpoint = endpointOf(image, hint.leaderId, listener)
    if (endpoint !== undefined) found.set(hint.leaderId, endpoint)
  }
  return [...found.values()]
}
