import { BrokerId } from '@gregor/base'
import { MetadataStore, type MetadataRecord } from '@gregor/metadata'
import { anyNode, type PeerAddress, type PeerConnection, type Peers } from '@gregor/rpc'
import { expect, test } from '@jest/globals'
import { AddressBook } from '../../src/quorum/address-book.ts'

/** Connections that do nothing but know where they lead, and whether they are closed. */
class FakePeers implements Peers {
  readonly open = new Set<string>()

  connect(address: PeerAddress): PeerConnection {
    const name = `${address.nodeId}@${address.host}:${address.port}`
    this.open.add(name)
    const never = (): never => {
      throw new Error('nobody talks in this test')
    }
    const close = (): void => void this.open.delete(name)
    return { address, raft: never, session: never, follow: never, call: never, ping: never, close }
  }
}

const two = BrokerId(2)
const recorded = (nodeId: number, host: string): MetadataRecord => {
  return { type: 'quorumMember', member: { nodeId: BrokerId(nodeId), directoryId: 'd', host, port: 9, voter: true } }
}

function setUp() {
  const peers = new FakePeers()
  const image = new MetadataStore()
  const configured = [1, 2, 3].map((nodeId) => ({ nodeId, host: 'config', port: 9 }))
  const book = new AddressBook({ nodeId: BrokerId(1), peers, image, configured, bootstrapServers: [] })
  return { peers, image, book, hostOf: (id: BrokerId) => book.connection(id)?.address.host }
}

test('a node is reached as the config says, until there is better news', () => {
  const { image, book, hostOf, peers } = setUp()
  expect(hostOf(two)).toBe('config')
  image.replay(1, [recorded(2, 'recorded')])
  // What works is kept.
  expect(hostOf(two)).toBe('config')
  book.failed(two)
  expect([hostOf(two), [...peers.open]]).toEqual(['recorded', ['2@recorded:9']])
})

test('when one address fails the others are tried in turn', () => {
  const { image, book, hostOf } = setUp()
  image.replay(1, [recorded(2, 'recorded')])
  book.learn({ nodeId: 2, host: 'told', port: 9 })
  const tried: (string | undefined)[] = []
  for (let round = 0; round < 4; round++) {
    tried.push(hostOf(two))
    book.failed(two)
  }
  expect(tried).toEqual(['recorded', 'told', 'config', 'recorded'])
})

test('a node with one address is tried there again, on the same connection', () => {
  const { book } = setUp()
  const connection = book.connection(two)
  book.failed(two)
  expect(book.connection(two)).toBe(connection)
})

test('contacts are all others that are known, and strangers who listens at the bootstrap servers', () => {
  const { image, book, peers } = setUp()
  image.replay(1, [recorded(1, 'self'), recorded(4, 'recorded')])
  book.learn({ nodeId: 5, host: 'told', port: 9 })
  book.learn({ nodeId: 6, host: '', port: 9 })
  expect(book.contacts).toEqual([2, 3, 4, 5])
  expect(book.connection(BrokerId(6))).toBeUndefined()
  const bootstrapServers = [{ host: 'server', port: 9 }]
  const joiner = new AddressBook({
    nodeId: BrokerId(9),
    peers,
    image: new MetadataStore(),
    configured: [],
    bootstrapServers
  })
  expect(joiner.strangers.map(({ address }) => address)).toEqual([{ nodeId: anyNode, host: 'server', port: 9 }])
  joiner.close()
  book.close()
  expect([...peers.open]).toEqual([])
})
