import { defineMetrics } from '@gregor/base'

/** What passes between nodes, by method of `proto/`: exchange, session, follow, call, ping. */
export const rpcMetrics = defineMetrics({
  sentBytes: {
    name: 'gregor_rpc_sent_bytes_total',
    type: 'counter',
    help: 'Bytes of messages sent to peers, before framing.',
    labels: ['method']
  },
  receivedBytes: {
    name: 'gregor_rpc_received_bytes_total',
    type: 'counter',
    help: 'Bytes of messages received from peers, without framing.',
    labels: ['method']
  },
  streams: {
    name: 'gregor_rpc_streams',
    type: 'gauge',
    help: 'Streams to and from peers that are open now.',
    labels: ['method']
  },
  streamEnds: {
    name: 'gregor_rpc_stream_ends_total',
    type: 'counter',
    help: 'Streams that ended, by how: closed in peace, refused by the peer, broken.',
    labels: ['method', 'kind']
  },
  windowFull: {
    name: 'gregor_rpc_window_full_total',
    type: 'counter',
    help: 'Times that a stream took a message and its send window was full after that.',
    labels: ['method']
  },
  callSeconds: {
    name: 'gregor_rpc_call_duration_seconds',
    type: 'histogram',
    help: 'Time from a call to a peer until its answer or failure.',
    labels: ['method'],
    buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30]
  }
})
