import { Client, connectivityState, type ChannelOptions } from '@grpc/grpc-js'
import { channelCredentials } from './credentials.ts'

/**
 * A connection to one address that never backs off: once it is lost, the next use makes a new grpc-js channel, which
 * dials at once. grpc-js's own reconnecting would fail everything until its exponential timer fires.
 */
export class Channel {
  readonly #target: string
  readonly #options: ChannelOptions
  #client: Client | undefined

  constructor(target: string, options: ChannelOptions) {
    this.#target = target
    this.#options = options
  }

  client(): Client {
    this.#client ??= new Client(this.#target, channelCredentials('plaintext'), this.#options)
    return this.#client
  }

  /** Streams that live on `client` even so go on; new ones get a new connection. */
  discard(client: Client): void {
    if (this.#client === client) this.#client = undefined
    client.close()
  }

  /** After a deadline: a channel that never came to a connection may hang on a SYN for minutes. */
  discardUnlessReady(client: Client): void {
    if (this.#client !== client) return
    if (client.getChannel().getConnectivityState(false) !== connectivityState.READY) this.discard(client)
  }

  close(): void {
    if (this.#client !== undefined) this.discard(this.#client)
  }
}
