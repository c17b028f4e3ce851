import { describe, expect, test } from '@jest/globals'
import { type Address, addressText } from '../../src/client/address.ts'
import { Cluster } from '../../src/client/cluster.ts'
import type { Connection } from '../../src/client/connection.ts'
import { CommandError } from '../../src/faults.ts'

interface FakeConnection extends Connection {
  open: boolean
}

/** Dials what is listed as up; remembers whom it dialled. */
function fakeNet(...up: readonly string[]) {
  const dialled: string[] = []
  const connections: FakeConnection[] = []
  const dial = (address: Address): Promise<Connection> => {
    const name = addressText(address)
    dialled.push(name)
    if (!up.includes(name)) return Promise.reject(new CommandError(`nothing listens at ${name}`))
    const connection: FakeConnection = {
      address,
      served: new Map(),
      features: {},
      open: true,
      request: () => Promise.reject(new CommandError('not asked for here')),
      send: () => Promise.resolve(),
      close() {
        connection.open = false
      }
    }
    connections.push(connection)
    return Promise.resolve(connection)
  }
  return { dial, dialled, connections }
}
const bootstrap = [
  { host: 'a', port: 1 },
  { host: 'b', port: 2 }
]

describe('a cluster', () => {
  test('takes the first of the bootstrap list that answers, and keeps that connection', async () => {
    const { dial, dialled } = fakeNet('b:2')
    const cluster = new Cluster({ bootstrap, dial })
    const connection = await cluster.any()
    expect(addressText(connection.address)).toBe('b:2')
    expect(await cluster.any()).toBe(connection)
    expect(dialled).toEqual(['a:1', 'b:2'])
  })

  test('dials anew when the connection has ended', async () => {
    const { dial, dialled, connections } = fakeNet('a:1')
    const cluster = new Cluster({ bootstrap, dial })
    await cluster.any()
    connections[0]!.open = false
    await cluster.any()
    expect(dialled).toEqual(['a:1', 'a:1'])
  })

  test('dials once for all who ask at the same time, also when the connection has ended', async () => {
    const { dial, dialled, connections } = fakeNet('a:1')
    const cluster = new Cluster({ bootstrap, dial })
    const twice = () => Promise.all([cluster.at(bootstrap[0]!), cluster.at(bootstrap[0]!)])
    await twice()
    connections[0]!.open = false
    const [one, other] = await twice()
    expect(one).toBe(other)
    expect(dialled).toEqual(['a:1', 'a:1'])
  })

  test('that nobody answers for is told with all that was tried, and the next step', async () => {
    const cluster = new Cluster({ bootstrap, dial: fakeNet().dial })
    await expect(cluster.any()).rejects.toThrow(
      /^nothing listens at a:1; nothing listens at b:2; is the cluster running\? `npm start` starts one here/
    )
  })

  test('closes every connection that it made', async () => {
    const { dial, connections } = fakeNet('a:1', 'b:2')
    const cluster = new Cluster({ bootstrap, dial })
    await Promise.all(bootstrap.map((address) => cluster.at(address)))
    cluster.close()
    await Promise.resolve()
    expect(connections.map(({ open }) => open)).toEqual([false, false])
  })
})
