import { err, ok, type Result } from '@gregor/base'
import type { PeerIdentity } from './peer-stream.ts'
import type { LocalIdentity } from './peers.ts'

/** What a caller says of itself and of whom it means, with each stream and call. */
export interface Greeting {
  /** '' = not known yet. */
  readonly clusterId: string
  readonly fromNodeId: number
  readonly incarnationId: string
  /** `anyNode`: whoever listens there. */
  readonly toNodeId: number
}

/** The node id of an address of which only host and port are known. */
export const anyNode = -1

/** The text form of a greeting: gRPC metadata. */
export const greetingHeaders = {
  clusterId: 'gregor-cluster-id',
  fromNodeId: 'gregor-from-node-id',
  incarnationId: 'gregor-incarnation-id',
  toNodeId: 'gregor-to-node-id'
} as const

/** Reads a greeting out of headers; undefined when one is missing or no node id. */
export function parseGreeting(header: (name: string) => string | undefined): Greeting | undefined {
  const fromNodeId = parseNodeId(header(greetingHeaders.fromNodeId))
  const to = header(greetingHeaders.toNodeId)
  const toNodeId = to === String(anyNode) ? anyNode : parseNodeId(to)
  const incarnationId = header(greetingHeaders.incarnationId)
  if (fromNodeId === undefined || toNodeId === undefined || incarnationId === undefined) return undefined
  return { clusterId: header(greetingHeaders.clusterId) ?? '', fromNodeId, incarnationId, toNodeId }
}

function parseNodeId(text: string | undefined): number | undefined {
  return text !== undefined && /^\d{1,10}$/.test(text) ? Number(text) : undefined
}

/**
 * Decides whether `self` talks to the caller. Two nodes of different clusters must never exchange a message: one could
 * overwrite the other's logs. An unknown cluster id passes, since a new node learns the id from the quorum.
 */
export function checkGreeting(greeting: Greeting | undefined, self: LocalIdentity): Result<PeerIdentity, string> {
  if (greeting === undefined) return err(`node ${self.nodeId} got no valid greeting: the caller is not a Gregor node`)
  const { clusterId, fromNodeId, incarnationId, toNodeId } = greeting
  const own = self.clusterId()
  if (clusterId !== '' && own !== '' && clusterId !== own) {
    return err(
      `node ${self.nodeId} belongs to cluster ${own}, but node ${fromNodeId} to cluster ${clusterId}: ` +
        `correct controller.quorum.voters, or empty the log.dirs of the node that is to move`
    )
  }
  if (toNodeId !== self.nodeId && toNodeId !== anyNode) {
    return err(
      `node ${fromNodeId} looks for node ${toNodeId} at an address where node ${self.nodeId} listens: ` +
        `correct that node's address in controller.quorum.voters or its advertised listener`
    )
  }
  if (fromNodeId === self.nodeId && incarnationId !== self.incarnationId) {
    return err(`node id ${self.nodeId} is used by two processes: give each its own node.id`)
  }
  return ok({ nodeId: fromNodeId, incarnationId })
}
