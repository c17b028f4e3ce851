import type { Logger, Metrics } from '@gregor/base'
import { defaultPeerLimits, type PeerLimits } from '../limits.ts'
import type { LocalIdentity, Peers } from '../peers.ts'
import { streamMeters } from './meters.ts'
import { GrpcPeerConnection } from './peer-connection.ts'

export interface PeersOptions {
  readonly identity: LocalIdentity
  readonly limits?: Partial<PeerLimits>
  readonly logger: Logger
  readonly metrics: Metrics
}

/** The dialling side over gRPC. */
export function createPeers({ identity, limits, logger, metrics }: PeersOptions): Peers {
  const shared = {
    identity,
    limits: { ...defaultPeerLimits, ...limits },
    logger,
    metrics,
    meters: streamMeters(metrics)
  }
  return { connect: (address) => new GrpcPeerConnection({ address, ...shared }) }
}
