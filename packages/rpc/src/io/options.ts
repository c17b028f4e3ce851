import { isIPv4, isIPv6 } from 'node:net'
import type { ChannelOptions } from '@grpc/grpc-js'
import type { PeerLimits } from '../limits.ts'

function commonOptions(limits: PeerLimits): ChannelOptions {
  return {
    'grpc.max_send_message_length': limits.messageBytesMax,
    'grpc.max_receive_message_length': limits.messageBytesMax,
    'grpc.keepalive_time_ms': limits.keepaliveTimeMs,
    'grpc.keepalive_timeout_ms': limits.keepaliveTimeoutMs,
    'grpc.enable_channelz': 0
  }
}

export function serverOptions(limits: PeerLimits): ChannelOptions {
  return { ...commonOptions(limits), 'grpc.max_concurrent_streams': limits.streamsPerConnectionMax }
}

export function channelOptions(limits: PeerLimits): ChannelOptions {
  return {
    ...commonOptions(limits),
    // Of this channel alone, so that a new channel dials at once whatever others have seen.
    'grpc.use_local_subchannel_pool': 1,
    'grpc-node.flow_control_window': limits.receiveWindowBytes,
    // No retries behind our back: a request may change something. Without their buffer a write counts as done when it
    // has gone to the connection, which is what the send window measures.
    'grpc.enable_retries': 0,
    'grpc.per_rpc_retry_buffer_size': 0,
    // Peers are dialled directly, whatever proxy the environment names, and configured here, not by DNS.
    'grpc.enable_http_proxy': 0,
    'grpc.service_config_disable_resolution': 1
  }
}

/** The target of a channel in gRPC's notation. */
export function grpcTarget(host: string, port: number): string {
  if (isIPv4(host)) return `ipv4:${host}:${port}`
  return isIPv6(host) ? `ipv6:[${host}]:${port}` : `dns:${host}:${port}`
}

/** `host:port` to listen on; no host means all addresses. */
export function listenAddress(host: string, port: number): string {
  if (host === '') return `0.0.0.0:${port}`
  return isIPv6(host) ? `[${host}]:${port}` : `${host}:${port}`
}
