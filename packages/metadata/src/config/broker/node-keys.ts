import { intKey, listKey, stringKey, type ConfigKey } from '@gregor/base'
import { optional } from '../optional-key.ts'

/** Who a node is, where it listens and where its data is. */
export const nodeKeys = {
  'process.roles': listKey({
    name: 'process.roles',
    defaultValue: [],
    allowed: ['broker', 'controller'],
    doc: 'What this node does: broker,controller for a combined node; controller for one that only keeps the metadata and serves no clients; broker for one that does not vote. Required.'
  }),
  'node.id': intKey({
    name: 'node.id',
    defaultValue: -1,
    min: -1,
    doc: 'The number of this node, unique in the cluster. Required.'
  }),
  'broker.id': intKey({
    name: 'broker.id',
    defaultValue: -1,
    min: -1,
    doc: 'An older name of node.id; used when node.id is not set.'
  }),
  'broker.rack': optional(
    stringKey({
      name: 'broker.rack',
      defaultValue: '',
      doc: 'The rack, zone or host of this broker. Replicas of a partition are spread over racks.'
    })
  ),
  listeners: listKey({
    name: 'listeners',
    defaultValue: ['PLAINTEXT://:9092'],
    doc: 'The addresses to listen on, each as NAME://host:port; no host = all interfaces.'
  }),
  'advertised.listeners': optional(
    listKey({
      name: 'advertised.listeners',
      defaultValue: [],
      doc: 'The addresses that clients are told to connect to; listeners without those of controllers when not set.'
    })
  ),
  'listener.security.protocol.map': stringKey({
    name: 'listener.security.protocol.map',
    defaultValue: 'PLAINTEXT:PLAINTEXT,SSL:SSL,SASL_PLAINTEXT:SASL_PLAINTEXT,SASL_SSL:SASL_SSL',
    doc: 'The security protocol of each listener name, as NAME:PROTOCOL pairs. A name that is not in it and is in controller.listener.names counts as PLAINTEXT.'
  }),
  'controller.listener.names': listKey({
    name: 'controller.listener.names',
    defaultValue: [],
    doc: 'The listeners that serve other nodes: the first one is the gRPC port of this node.'
  }),
  'inter.broker.listener.name': optional(
    stringKey({
      name: 'inter.broker.listener.name',
      defaultValue: '',
      ignored: true,
      doc: 'Accepted for compatibility: brokers speak to each other on the gRPC port of controller.listener.names.'
    })
  ),
  'security.inter.broker.protocol': stringKey({
    name: 'security.inter.broker.protocol',
    defaultValue: 'PLAINTEXT',
    allowed: ['PLAINTEXT', 'SSL', 'SASL_PLAINTEXT', 'SASL_SSL'],
    ignored: true,
    doc: 'Accepted for compatibility: brokers speak to each other on the gRPC port of controller.listener.names.'
  }),
  'log.dir': listKey({
    name: 'log.dir',
    defaultValue: ['/tmp/kafka-logs'],
    doc: 'The folder of all data, when log.dirs is not set.'
  }),
  'log.dirs': optional(
    listKey({ name: 'log.dirs', defaultValue: [], doc: 'The folders of all data, separated by commas.' })
  ),
  'metadata.log.dir': optional(
    stringKey({
      name: 'metadata.log.dir',
      defaultValue: '',
      doc: 'The folder of the metadata log; the first of log.dirs when not set.'
    })
  ),
  'admin.listener': stringKey({
    name: 'admin.listener',
    defaultValue: '127.0.0.1',
    own: true,
    doc: 'The address of the admin HTTP server: metrics, health. Empty = all interfaces.'
  }),
  'admin.port': optional(
    intKey({
      name: 'admin.port',
      defaultValue: 0,
      min: -1,
      max: 65_535,
      own: true,
      doc: 'The port of the admin HTTP server; 9644 plus the place of this node in controller.quorum.voters (plus their number, for a node that is not in it) when not set, 0 = any free port, -1 = no admin server.'
    })
  ),
  'metrics.partitions.max': intKey({
    name: 'metrics.partitions.max',
    defaultValue: 1_000,
    min: 0,
    own: true,
    doc: 'So many partitions of this broker have series of their own in its metrics (size, offsets, replicas); those that it got later are left out, and counted in gregor_log_partitions_without_series.'
  }),
  'stopped.process.kill.ms': intKey({
    name: 'stopped.process.kill.ms',
    defaultValue: 1_000,
    min: 0,
    own: true,
    doc: 'A broker process that was stopped (SIGSTOP) for this long is ended by its watchdog, so that its clients go to the new leaders instead of waiting for their own time-outs; 0 = never.'
  })
} as const satisfies Readonly<Record<string, ConfigKey>>
