import { logVerbosity, Server, setLogVerbosity } from '@grpc/grpc-js'
import { asError, invariant, type Logger, type Metrics } from '@gregor/base'
import { defaultPeerLimits, type PeerLimits } from '../limits.ts'
import type { LocalIdentity, PeerHandlers, PeerServer } from '../peers.ts'
import { createAdmission } from './admission.ts'
import { serverCredentials } from './credentials.ts'
import { streamMeters } from './meters.ts'
import { callMethod, exchangeMethod, followMethod, pingMethod, sessionMethod } from './methods.ts'
import { listenAddress, serverOptions } from './options.ts'
import { listenForPeers, type PeerListener, type Stranger } from './peer-listener.ts'
import { serveStream, serveUnary } from './serve.ts'

export interface PeerServerOptions {
  /** '' = all addresses of this host. */
  readonly host: string
  /** 0 = any free port. */
  readonly port: number
  readonly identity: LocalIdentity
  readonly limits?: Partial<PeerLimits>
  readonly logger: Logger
  readonly metrics: Metrics
  /** Hears of connections that were cut off because they did not begin as HTTP/2. */
  readonly onStranger?: (stranger: Stranger) => void
}

/** The side that peers dial, over gRPC. */
export function createPeerServer(options: PeerServerOptions): PeerServer {
  return new GrpcPeerServer(options)
}

class GrpcPeerServer implements PeerServer {
  readonly #options: PeerServerOptions
  readonly #limits: PeerLimits
  readonly #server: Server
  readonly #handlers: { -readonly [Name in keyof PeerHandlers]?: PeerHandlers[Name] } = {}
  readonly #streams = new Set<{ close(): void }>()
  #listener: PeerListener | undefined
  #closing = false

  constructor(options: PeerServerOptions) {
    // Its findings come back to us as errors; it is not to write to the console on its own.
    setLogVerbosity(logVerbosity.NONE)
    this.#options = options
    this.#limits = { ...defaultPeerLimits, ...options.limits }
    this.#server = new Server(serverOptions(this.#limits))
    this.#serveAll()
  }

  #serveAll(): void {
    const { identity, logger, metrics } = this.#options
    const handlers = this.#handlers
    const context = {
      server: this.#server,
      nodeId: identity.nodeId,
      admit: createAdmission({ identity, logger, closing: () => this.#closing }),
      limits: this.#limits,
      meters: streamMeters(metrics),
      logger,
      streams: this.#streams
    }
    serveStream(context, exchangeMethod, () => handlers.raft)
    serveStream(context, sessionMethod, () => handlers.session)
    serveStream(context, followMethod, () => handlers.follow)
    serveUnary(context, callMethod, () => handlers.call)
    serveUnary(context, pingMethod, () => async () => ({
      nodeId: identity.nodeId,
      incarnationId: identity.incarnationId
    }))
  }

  register(handlers: Partial<PeerHandlers>): void {
    for (const name of Object.keys(handlers) as (keyof PeerHandlers)[]) {
      invariant(this.#handlers[name] === undefined, 'a peer handler is registered twice', { name })
    }
    Object.assign(this.#handlers, handlers)
  }

  async listen(): Promise<{ readonly host: string; readonly port: number }> {
    const { host, port, onStranger = () => {} } = this.#options
    const injector = this.#server.createConnectionInjector(serverCredentials('plaintext'))
    try {
      this.#listener = await listenForPeers({
        host,
        port,
        patienceMs: this.#limits.keepaliveTimeoutMs,
        onPeer: (socket) => injector.injectConnection(socket),
        onStranger
      })
    } catch (cause) {
      throw new Error(explainBindError(asError(cause), listenAddress(host, port)), { cause })
    }
    if (this.#closing) this.#listener.close()
    return { host, port: this.#listener.port }
  }

  async close(): Promise<void> {
    this.#closing = true
    this.#listener?.close()
    for (const stream of this.#streams) stream.close()
    await new Promise<void>((resolve) => {
      const timer = setTimeout(() => resolve(), this.#limits.closeTimeoutMs)
      this.#server.tryShutdown(() => {
        clearTimeout(timer)
        resolve()
      })
    })
    this.#server.forceShutdown()
  }
}

function explainBindError(error: Error, address: string): string {
  const where = 'the listener that controller.listener.names names'
  if (error.message.includes('EADDRINUSE')) {
    return `cannot listen for peers on ${address}: another process has that port; stop it, or move ${where}`
  }
  if (error.message.includes('EADDRNOTAVAIL')) {
    return `cannot listen for peers on ${address}: this host does not have that address; correct ${where}`
  }
  if (error.message.includes('EACCES')) {
    return `cannot listen for peers on ${address}: this user may not; take a port above 1023 in ${where}`
  }
  return `cannot listen for peers on ${address} (${where}): ${error.message}`
}
