import { intKey, longKey, type ConfigKey } from '@gregor/base'

/** Kafka's Integer.MAX_VALUE: "no limit". */
const intMax = 2 ** 31 - 1

/** Node needs 128 MiB; with less than that much again nothing would flow. */
const memoryBytesMin = 192 * 1024 * 1024

/** Connections of clients. */
export const networkKeys = {
  'socket.request.max.bytes': intKey({
    name: 'socket.request.max.bytes',
    defaultValue: 104_857_600,
    min: 1,
    doc: 'The largest request, in bytes, that is read; a larger one closes its connection.'
  }),
  'socket.listen.backlog.size': intKey({
    name: 'socket.listen.backlog.size',
    defaultValue: 50,
    min: 1,
    doc: 'How many connections may wait to be accepted.'
  }),
  'max.connections': intKey({
    name: 'max.connections',
    defaultValue: intMax,
    min: 0,
    dynamic: true,
    doc: 'The most connections of clients at a time.'
  }),
  'max.connections.per.ip': intKey({
    name: 'max.connections.per.ip',
    defaultValue: intMax,
    min: 0,
    dynamic: true,
    doc: 'The most connections from one address at a time.'
  }),
  'connections.max.idle.ms': longKey({
    name: 'connections.max.idle.ms',
    defaultValue: 600_000,
    min: -1,
    doc: 'A connection that is idle for this long, in milliseconds, is closed; -1 = never.'
  }),
  'gregor.memory.max.bytes': longKey({
    name: 'gregor.memory.max.bytes',
    defaultValue: 512 * 1024 * 1024,
    min: memoryBytesMin,
    doc: 'About how much memory, in bytes, the broker may use. When requests or answers have used their share of it, sockets of clients are paused until there is room. An own key of Gregor.'
  }),
  'queued.max.requests': intKey({
    name: 'queued.max.requests',
    defaultValue: 500,
    min: 1,
    doc: 'How many requests of one connection may be waiting for their response before no more are read from it.'
  }),
  'request.timeout.ms': intKey({
    name: 'request.timeout.ms',
    defaultValue: 30_000,
    min: 1,
    doc: 'How long, in milliseconds, a request to another node may take, retries included.'
  })
} as const satisfies Readonly<Record<string, ConfigKey>>
