import { hostname } from 'node:os'
import { BrokerId } from '@gregor/base'
import type { BrokerConfig, BrokerConfigValues, BrokerKeyName, Endpoint } from '@gregor/metadata'
import { ConfigFileError, type FileProblem, readConfigFile } from './config-file.ts'
import {
  type HostPort,
  type ListenerAddress,
  type VoterAddress,
  parseHostPort,
  parseListener,
  parseVoter
} from './listeners.ts'

/** What one node needs to know before it starts: the config file, with the relations between its keys checked. */
export interface NodeConfig {
  readonly nodeId: BrokerId
  /** `process.roles` */
  readonly roles: { readonly broker: boolean; readonly controller: boolean }
  /** `controller.quorum.voters`; a node that is not among them joins their quorum as an observer. */
  readonly voters: readonly VoterAddress[]
  /** `controller.quorum.bootstrap.servers`, where that is not this node itself: whom to ask for the quorum to join. */
  readonly bootstrapServers: readonly HostPort[]
  /** Where this node's gRPC server listens: the first listener of `controller.listener.names`. */
  readonly rpc: HostPort
  /** Where other nodes reach it. */
  readonly advertisedRpc: HostPort
  /** Where Kafka clients are served. */
  readonly clientListeners: readonly ListenerAddress[]
  /** What clients are told, one for each client listener. */
  readonly advertised: readonly Endpoint[]
  readonly logDirs: readonly string[]
  readonly metadataDir: string
  readonly rack: string | undefined
  /** Undefined = no admin server. */
  readonly admin: { readonly host: string; readonly port: number } | undefined
  readonly values: BrokerConfigValues
  readonly broker: BrokerConfig
  readonly warnings: readonly string[]
}

const firstAdminPort = 9644

/** Reads a `server.properties`. Throws a ConfigFileError that lists everything that is wrong with it. */
export function readNodeConfig(file: string, text: string): NodeConfig {
  const { config, problem, ...found } = readConfigFile(file, text)
  const warnings = [...found.warnings]
  const { values } = config
  const problems: FileProblem[] = []
  const refuse = (key: BrokerKeyName, message: string) => void problems.push(problem(key, message))

  const nodeId = values['node.id'] === -1 ? values['broker.id'] : values['node.id']
  if (nodeId < 0) refuse('node.id', 'is required: a whole number of its own for each node, as in node.id=1')
  const roles = readRoles(values['process.roles'])
  if (!roles.broker && !roles.controller) {
    refuse('process.roles', 'is required: broker,controller for a node that is both, or one of them')
  }

  const listeners = readListeners(values.listeners, (message) => refuse('listeners', message))
  const controllerNames = values['controller.listener.names'].map((name) => name.toUpperCase())
  const rpc = listeners.find(({ name }) => name === controllerNames[0])
  if (rpc === undefined) {
    refuse(
      'controller.listener.names',
      'is required: the name of the entry of listeners that serves the other nodes, as in CONTROLLER'
    )
  }
  const clientListeners = listeners.filter(({ name }) => !controllerNames.includes(name))
  if (roles.broker && clientListeners.length === 0) {
    refuse('listeners', 'needs an entry for Kafka clients too, as in PLAINTEXT://:9092')
  }
  if (roles.controller && !roles.broker && clientListeners.length > 0) {
    refuse('listeners', `has ${clientListeners[0]!.name}, but a node that is only a controller serves no Kafka clients`)
  }
  const protocols = readProtocolMap(values['listener.security.protocol.map'])
  for (const { name } of clientListeners) {
    const protocol = protocols.get(name) ?? name
    if (protocol !== 'PLAINTEXT')
      refuse('listeners', `listener ${name} has the protocol ${protocol}; allowed is PLAINTEXT`)
  }

  const { voters, bootstrapServers } = readQuorum({ values, nodeId, rpc, refuse })
  const isVoter = voters.some(({ id }) => id === nodeId)
  if (isVoter && !roles.controller && roles.broker) {
    refuse('process.roles', `node ${nodeId} is in controller.quorum.voters, and so needs the role controller too`)
  }
  if (!isVoter && roles.controller) {
    warnings.push(`node ${nodeId} is not in controller.quorum.voters: it joins their quorum as an observer`)
  }
  const advertised = readAdvertised({ values, clientListeners, controllerNames, refuse })
  const misled = loopbackWarning({ advertised, voters, bootstrapServers })
  if (misled !== undefined) warnings.push(misled)
  const logDirs = values['log.dirs'] ?? values['log.dir']
  if (logDirs.length === 0) refuse('log.dirs', 'needs at least one folder')
  if (problems.length > 0) throw new ConfigFileError(problems)

  return {
    nodeId: BrokerId(nodeId),
    roles,
    voters,
    bootstrapServers,
    rpc: { host: rpc!.host, port: rpc!.port },
    advertisedRpc: advertisedRpc({ values, nodeId, voters, rpc: rpc! }),
    clientListeners,
    advertised,
    logDirs,
    metadataDir: values['metadata.log.dir'] ?? logDirs[0]!,
    rack: values['broker.rack'],
    admin: adminAddress(values, isVoter ? voters.findIndex(({ id }) => id === nodeId) : voters.length),
    values,
    broker: config,
    warnings
  }
}

function readListeners(texts: readonly string[], refuse: (message: string) => void): ListenerAddress[] {
  const found: ListenerAddress[] = []
  for (const text of texts) {
    const listener = parseListener(text)
    if (listener === undefined) refuse(`"${text}" is not of the form NAME://host:port, as in PLAINTEXT://:9092`)
    else if (found.some(({ name }) => name === listener.name)) refuse(`has two listeners named ${listener.name}`)
    else if (listener.port !== 0 && found.some(({ port, host }) => port === listener.port && host === listener.host)) {
      refuse(`has port ${listener.port} twice`)
    } else found.push(listener)
  }
  return found
}

function readProtocolMap(text: string): Map<string, string> {
  const pairs = text.split(',').map((pair) => pair.trim().split(':'))
  return new Map(pairs.map(([name, protocol]) => [(name ?? '').toUpperCase(), (protocol ?? '').toUpperCase()]))
}

type Refuse = (key: BrokerKeyName, message: string) => void

/** Who begins the quorum, or whom to ask for the way into it. */
function readQuorum(options: {
  readonly values: BrokerConfigValues
  readonly nodeId: number
  readonly rpc: ListenerAddress | undefined
  readonly refuse: Refuse
}): Pick<NodeConfig, 'voters' | 'bootstrapServers'> {
  const { values, nodeId, rpc, refuse } = options
  const texts = values['controller.quorum.voters']
  if (texts.length === 0) {
    const servers = values['controller.quorum.bootstrap.servers']
    const alone = loneVoter(servers, nodeId, rpc)
    if (alone !== undefined) return { voters: [alone], bootstrapServers: [] }
    if (servers.length > 0) return { voters: [], bootstrapServers: readServers(servers, refuse) }
    refuse(
      'controller.quorum.voters',
      'is required: every node of the quorum as id@host:port, as in 1@10.0.0.1:9093,2@10.0.0.2:9093,3@10.0.0.3:9093'
    )
    return { voters: [], bootstrapServers: [] }
  }
  const voters: VoterAddress[] = []
  for (const text of texts) {
    const voter = parseVoter(text)
    if (voter === undefined)
      refuse('controller.quorum.voters', `"${text}" is not of the form id@host:port, as in 1@127.0.0.1:9093`)
    else if (voters.some(({ id }) => id === voter.id)) refuse('controller.quorum.voters', `has node ${voter.id} twice`)
    else voters.push(voter)
  }
  return { voters, bootstrapServers: [] }
}

function readServers(texts: readonly string[], refuse: Refuse): HostPort[] {
  return texts.flatMap((text) => {
    const server = parseHostPort(text)
    if (server !== undefined) return [server]
    refuse('controller.quorum.bootstrap.servers', `"${text}" is not of the form host:port, as in 10.0.0.1:9093`)
    return []
  })
}

/** As the quorum knows this node, as the file advertises the listener, or where it listens. */
function advertisedRpc(options: {
  readonly values: BrokerConfigValues
  readonly nodeId: number
  readonly voters: readonly VoterAddress[]
  readonly rpc: ListenerAddress
}): HostPort {
  const { values, nodeId, voters, rpc } = options
  const advertised = values['advertised.listeners']?.map(parseListener).find((listener) => listener?.name === rpc.name)
  const known = voters.find(({ id }) => id === nodeId) ?? advertised ?? rpc
  return { host: isAnyHost(known.host) ? hostname() : known.host, port: known.port }
}

function isAnyHost(host: string): boolean {
  return ['', '0.0.0.0', '::'].includes(host)
}

function readRoles(names: readonly string[]): NodeConfig['roles'] {
  return { broker: names.includes('broker'), controller: names.includes('controller') }
}

/** Kafka's sample file names its own controller as the only bootstrap server: a quorum of one. */
function loneVoter(
  servers: readonly string[],
  nodeId: number,
  rpc: ListenerAddress | undefined
): VoterAddress | undefined {
  const [server, ...others] = servers
  if (server === undefined || others.length > 0 || rpc === undefined) return undefined
  const voter = parseVoter(`${nodeId}@${server}`)
  return voter?.port === rpc.port ? voter : undefined
}

function readAdvertised(options: {
  readonly values: BrokerConfigValues
  readonly clientListeners: readonly ListenerAddress[]
  readonly controllerNames: readonly string[]
  readonly refuse: Refuse
}): Endpoint[] {
  const { values, clientListeners, controllerNames, refuse } = options
  const given = new Map<string, ListenerAddress>()
  for (const text of values['advertised.listeners'] ?? []) {
    const listener = parseListener(text)
    if (listener === undefined) refuse('advertised.listeners', `"${text}" is not of the form NAME://host:port`)
    else if (controllerNames.includes(listener.name)) continue
    else if (clientListeners.every(({ name }) => name !== listener.name)) {
      refuse('advertised.listeners', `names ${listener.name}, which is not in listeners`)
    } else if (isAnyHost(listener.host)) {
      refuse('advertised.listeners', `"${text}" is not an address that a client could connect to`)
    } else given.set(listener.name, listener)
  }
  return clientListeners.map(({ name, host, port }) => ({
    name,
    host: given.get(name)?.host ?? (isAnyHost(host) ? hostname() : host),
    port: given.get(name)?.port ?? port,
    securityProtocol: 'PLAINTEXT'
  }))
}

/** A broker of a cluster on several hosts must not send its clients to their own. */
function loopbackWarning(options: {
  readonly advertised: readonly Endpoint[]
  readonly voters: readonly HostPort[]
  readonly bootstrapServers: readonly HostPort[]
}): string | undefined {
  const { advertised, voters, bootstrapServers } = options
  const others = [...voters, ...bootstrapServers].filter(({ host }) => !isLoopback(host))
  if (advertised.length === 0 || others.length === 0 || !advertised.every(({ host }) => isLoopback(host)))
    return undefined
  return (
    `clients on other hosts are told to connect to ${advertised[0]!.host}, which is their own host: ` +
    'set advertised.listeners to an address by which they reach this broker'
  )
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || host.startsWith('127.')
}

function adminAddress(values: BrokerConfigValues, place: number): NodeConfig['admin'] {
  const port = values['admin.port'] ?? firstAdminPort + place
  return port === -1 ? undefined : { host: values['admin.listener'], port }
}
