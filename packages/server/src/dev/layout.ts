/** Where the brokers of a local cluster listen and keep their data. */
export interface LocalClusterLayout {
  readonly host: string
  /** The folder that holds `broker-1`, `broker-2` … */
  readonly folder: string
  readonly brokers: readonly LocalBrokerLayout[]
}

/** One broker of a local cluster. */
export interface LocalBrokerLayout {
  /** `node.id`, from 1. */
  readonly id: number
  readonly kafkaPort: number
  readonly rpcPort: number
  readonly adminPort: number
  readonly propertiesFile: string
  readonly dataFolder: string
}

/** The ports of the first broker; each further broker takes the next. */
export interface FirstPorts {
  readonly kafka: number
  readonly rpc: number
  readonly admin: number
}

/** The layout of `count` brokers with consecutive ports. */
export function layOutCluster(options: {
  readonly host: string
  readonly folder: string
  readonly count: number
  readonly ports: FirstPorts
}): LocalClusterLayout {
  const { host, folder, count, ports } = options
  const brokers = Array.from({ length: count }, (_, index) => ({
    id: index + 1,
    kafkaPort: ports.kafka + index,
    rpcPort: ports.rpc + index,
    adminPort: ports.admin + index,
    propertiesFile: `${folder}/broker-${index + 1}/server.properties`,
    dataFolder: `${folder}/broker-${index + 1}/log`
  }))
  return { host, folder, brokers }
}

/** The server.properties of one broker of the layout; `extra` lines override. */
export function brokerProperties(
  layout: LocalClusterLayout,
  broker: LocalBrokerLayout,
  extra: Readonly<Record<string, string>> = {}
): string {
  const { host } = layout
  const replication = Math.min(3, layout.brokers.length)
  const settings: Record<string, string> = {
    'process.roles': 'broker,controller',
    'node.id': String(broker.id),
    'controller.quorum.voters': layout.brokers.map(({ id, rpcPort }) => `${id}@${host}:${rpcPort}`).join(','),
    listeners: `PLAINTEXT://${host}:${broker.kafkaPort},CONTROLLER://${host}:${broker.rpcPort}`,
    'advertised.listeners': `PLAINTEXT://${host}:${broker.kafkaPort}`,
    'controller.listener.names': 'CONTROLLER',
    'inter.broker.listener.name': 'PLAINTEXT',
    'log.dirs': broker.dataFolder,
    'default.replication.factor': String(replication),
    'min.insync.replicas': String(Math.max(1, replication - 1)),
    'offsets.topic.replication.factor': String(replication),
    'transaction.state.log.replication.factor': String(replication),
    'transaction.state.log.min.isr': String(Math.max(1, replication - 1)),
    'group.initial.rebalance.delay.ms': '0',
    'admin.listener': host,
    'admin.port': String(broker.adminPort),
    ...extra
  }
  const lines = Object.entries(settings).map(([key, value]) => `${key}=${value}`)
  return `${lines.join('\n')}\n`
}
