import { ChannelCredentials, ServerCredentials } from '@grpc/grpc-js'

/** How connections between peers are secured. One place for both sides, so that they cannot disagree. */
export type PeerSecurity = 'plaintext'

export function channelCredentials(_security: PeerSecurity): ChannelCredentials {
  return ChannelCredentials.createInsecure()
}

export function serverCredentials(_security: PeerSecurity): ServerCredentials {
  return ServerCredentials.createInsecure()
}
