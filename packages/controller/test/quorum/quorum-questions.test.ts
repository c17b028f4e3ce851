import { expect, test } from '@jest/globals'
import { BrokerId, type Logger, silentLogger } from '@gregor/base'
import { PeerError, type PeerConnection } from '@gregor/rpc'
import { MetadataStore } from '@gregor/metadata'
import { AddressBook } from '../../src/quorum/address-book.ts'
import { QuorumQuestions } from '../../src/quorum/quorum-questions.ts'

/** A node that asks another, which fails as told each time. */
function asker(failures: readonly PeerError[]) {
  const other = { nodeId: 2, host: 'other', port: 19_092 }
  const left = [...failures]
  const call = (): Promise<never> => Promise.reject(left.shift() ?? new Error('asked too often'))
  const connect = (address: typeof other) => ({ address, call, close: () => {} }) as unknown as PeerConnection
  const book = new AddressBook({
    nodeId: BrokerId(1),
    peers: { connect },
    image: new MetadataStore(),
    configured: [other],
    bootstrapServers: []
  })
  const warnings: string[] = []
  const logger: Logger = { ...silentLogger, warn: (_fields, message) => void warnings.push(message) }
  const address = () => ({ host: 'me', port: 19_091 })
  const questions = new QuorumQuestions({ nodeId: BrokerId(1), directoryId: 'd', address, book, logger })
  return { questions, warnings, why: () => questions.whyUnheard(other) }
}

test('a refusal is told once, for only the other side knows why; other failures are kept for who waits', async () => {
  const refused = new PeerError('refused', 'refused by node 2: node 2 belongs to cluster x, but node 1 to cluster y')
  const gone = new PeerError('broken', 'ECONNREFUSED')
  const { questions, warnings, why } = asker([refused, gone, refused])
  await questions.askAll()
  expect(why()).toBe(refused.message)
  await questions.askAll()
  expect(why()).toBe('ECONNREFUSED')
  await questions.askAll()
  expect(warnings).toEqual([expect.stringContaining('belongs to cluster x, but node 1 to cluster y')])
})
