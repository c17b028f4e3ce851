import { BrokerId } from '@gregor/base'
import type { MetadataImage, QuorumMember } from '@gregor/metadata'
import { anyNode, type PeerAddress, type PeerConnection, type Peers } from '@gregor/rpc'

export interface AddressBookOptions {
  readonly nodeId: BrokerId
  readonly peers: Peers
  readonly image: MetadataImage
  /** `controller.quorum.voters` */
  readonly configured: readonly PeerAddress[]
  /** `controller.quorum.bootstrap.servers`: which node listens there has to be asked. */
  readonly bootstrapServers: readonly { readonly host: string; readonly port: number }[]
}

interface Entry {
  readonly address: PeerAddress
  readonly connection: PeerConnection
}

/** The ways to the other nodes of the quorum. A node has moved when it is reached at another of its addresses. */
export class AddressBook {
  readonly #options: AddressBookOptions
  /** Ways to whoever listens at the bootstrap servers. */
  readonly strangers: readonly PeerConnection[]
  readonly #entries = new Map<BrokerId, Entry>()
  /** What nodes said of themselves, and what others said of them, outside of the metadata. */
  readonly #told = new Map<BrokerId, PeerAddress>()

  constructor(options: AddressBookOptions) {
    this.#options = options
    const { peers, bootstrapServers } = options
    this.strangers = bootstrapServers.map((server) => peers.connect({ ...server, nodeId: anyNode }))
  }

  /** Every other node that this one has heard of as a member of the quorum, or may ask for it. */
  get contacts(): readonly BrokerId[] {
    const { nodeId, configured, image } = this.#options
    const ids = [
      ...configured.map((address) => BrokerId(address.nodeId)),
      ...image.quorumMembers.keys(),
      ...this.#told.keys()
    ]
    return [...new Set(ids)].filter((id) => id !== nodeId)
  }

  /** Somebody said where a node listens. */
  learn(address: PeerAddress | QuorumMember): void {
    const { nodeId, host, port } = address
    if (nodeId !== this.#options.nodeId && host !== '' && port > 0) {
      this.#told.set(BrokerId(nodeId), { nodeId, host, port })
    }
  }

  /** The way to a node, by the address that worked last; undefined = no address is known. */
  connection(id: BrokerId): PeerConnection | undefined {
    const known = this.#entries.get(id)
    const addresses = this.#addresses(id)
    if (known !== undefined && addresses.some((address) => same(address, known.address))) return known.connection
    return this.#connect(id, addresses[0])
  }

  /** The node was not reached: the next attempt takes another of its addresses, if there is one. */
  failed(id: BrokerId): void {
    const known = this.#entries.get(id)
    const addresses = this.#addresses(id)
    if (known === undefined || addresses.length < 2) return
    const place = addresses.findIndex((address) => same(address, known.address))
    this.#connect(id, addresses[(place + 1) % addresses.length])
  }

  close(): void {
    for (const { connection } of this.#entries.values()) connection.close()
    for (const connection of this.strangers) connection.close()
    this.#entries.clear()
  }

  #connect(id: BrokerId, address: PeerAddress | undefined): PeerConnection | undefined {
    this.#entries.get(id)?.connection.close()
    this.#entries.delete(id)
    if (address === undefined) return undefined
    const connection = this.#options.peers.connect(address)
    this.#entries.set(id, { address, connection })
    return connection
  }

  /** Where a node may be, the newest news first: a broker says so each time that it registers. */
  #addresses(id: BrokerId): PeerAddress[] {
    const { configured, image } = this.#options
    const broker = image.brokers.get(id)
    const candidates = [
      broker && { nodeId: id, host: broker.rpcHost, port: broker.rpcPort },
      image.quorumMembers.get(id),
      this.#told.get(id),
      configured.find(({ nodeId }) => nodeId === id)
    ]
    const found: PeerAddress[] = []
    for (const address of candidates) {
      if (address === undefined || address.host === '' || found.some((other) => same(other, address))) continue
      const { nodeId, host, port } = address
      found.push({ nodeId, host, port })
    }
    return found
  }
}

function same(one: PeerAddress, other: PeerAddress): boolean {
  return one.host === other.host && one.port === other.port
}
