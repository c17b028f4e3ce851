import { describe, expect, test } from '@jest/globals'
import { ConfigFileError } from '../../src/config/config-file.ts'
import { readNodeConfig } from '../../src/config/node-config.ts'

const combined = `process.roles=broker,controller
node.id=2
controller.quorum.voters=1@127.0.0.1:19092,2@127.0.0.1:19093,3@127.0.0.1:19094
listeners=PLAINTEXT://127.0.0.1:9093,CONTROLLER://127.0.0.1:19093
advertised.listeners=PLAINTEXT://broker-two.example:9093
controller.listener.names=CONTROLLER
inter.broker.listener.name=PLAINTEXT
log.dirs=/data/a,/data/b
`

function problemsOf(text: string): string[] {
  try {
    readNodeConfig('server.properties', text)
  } catch (error) {
    if (error instanceof ConfigFileError) return error.message.split('\n')
    throw error
  }
  return []
}

describe('node config', () => {
  test("the file of a KRaft combined node gives the node's addresses and folders", () => {
    const config = readNodeConfig('server.properties', combined)
    expect(config).toMatchObject({
      nodeId: 2,
      rpc: { host: '127.0.0.1', port: 19_093 },
      clientListeners: [{ name: 'PLAINTEXT', host: '127.0.0.1', port: 9093 }],
      advertised: [{ name: 'PLAINTEXT', host: 'broker-two.example', port: 9093, securityProtocol: 'PLAINTEXT' }],
      logDirs: ['/data/a', '/data/b'],
      metadataDir: '/data/a',
      admin: { host: '127.0.0.1', port: 9645 },
      warnings: []
    })
    expect(config.voters.map(({ id, port }) => [id, port])).toEqual([
      [1, 19_092],
      [2, 19_093],
      [3, 19_094]
    ])
  })

  test.each([
    ['localhost', '10.0.0.7', true],
    ['127.0.0.1', '10.0.0.7', true],
    ['broker-two', '10.0.0.7', false],
    ['localhost', '127.0.0.1', false]
  ])('clients are told %s while another node is at %s: a warning is %s', (advertised, other, warns) => {
    const text = combined.replace('broker-two.example', advertised).replace('1@127.0.0.1', `1@${other}`)
    const found = readNodeConfig('server.properties', text).warnings.filter((line) =>
      line.includes('advertised.listeners')
    )
    expect(found).toHaveLength(warns ? 1 : 0)
  })

  test('the sample file of a Kafka 4 distribution, with only itself as bootstrap server, is a quorum of one', () => {
    const sample = `process.roles=broker,controller
node.id=1
controller.quorum.bootstrap.servers=localhost:9093
listeners=PLAINTEXT://:9092,CONTROLLER://:9093
inter.broker.listener.name=PLAINTEXT
advertised.listeners=PLAINTEXT://localhost:9092,CONTROLLER://localhost:9093
controller.listener.names=CONTROLLER
listener.security.protocol.map=CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT,SSL:SSL,SASL_PLAINTEXT:SASL_PLAINTEXT,SASL_SSL:SASL_SSL
num.network.threads=3
num.io.threads=8
socket.send.buffer.bytes=102400
socket.receive.buffer.bytes=102400
socket.request.max.bytes=104857600
log.dirs=/tmp/kraft-combined-logs
num.partitions=1
num.recovery.threads.per.data.dir=1
offsets.topic.replication.factor=1
share.coordinator.state.topic.replication.factor=1
share.coordinator.state.topic.min.isr=1
transaction.state.log.replication.factor=1
transaction.state.log.min.isr=1
log.retention.hours=168
log.segment.bytes=1073741824
log.retention.check.interval.ms=300000
`
    const config = readNodeConfig('server.properties', sample)
    expect(config.voters).toEqual([{ id: 1, host: 'localhost', port: 9093 }])
    expect(config.advertised).toEqual([
      { name: 'PLAINTEXT', host: 'localhost', port: 9092, securityProtocol: 'PLAINTEXT' }
    ])
    expect(config.warnings).toEqual([])
  })

  test('a node that the voters do not name joins them, as broker or with a warning', () => {
    const outsider = combined.replace('node.id=2', 'node.id=7')
    expect(readNodeConfig('f', outsider)).toMatchObject({
      nodeId: 7,
      roles: { broker: true, controller: true },
      admin: { port: 9647 },
      warnings: ['node 7 is not in controller.quorum.voters: it joins their quorum as an observer']
    })
    const broker = readNodeConfig('f', outsider.replace('broker,controller', 'broker'))
    expect([broker.roles, broker.warnings]).toEqual([{ broker: true, controller: false }, []])
  })

  test('a controller needs no listener for clients', () => {
    const controller = combined
      .replace('broker,controller', 'controller')
      .replace('PLAINTEXT://127.0.0.1:9093,', '')
      .replace('advertised.listeners=PLAINTEXT://broker-two.example:9093\n', '')
    expect(readNodeConfig('f', controller)).toMatchObject({
      roles: { broker: false, controller: true },
      clientListeners: [],
      advertised: [],
      advertisedRpc: { host: '127.0.0.1', port: 19_093 }
    })
  })

  test('bootstrap servers are asked for the quorum, and the advertised listener is where this node is found', () => {
    const joiner = combined
      .replace(/controller\.quorum\.voters=.*/, 'controller.quorum.bootstrap.servers=10.0.0.1:9093,10.0.0.2:9093')
      .replace('broker-two.example:9093', 'broker-two.example:9093,CONTROLLER://broker-two.example:19093')
    expect(readNodeConfig('f', joiner)).toMatchObject({
      voters: [],
      bootstrapServers: [
        { host: '10.0.0.1', port: 9093 },
        { host: '10.0.0.2', port: 9093 }
      ],
      advertisedRpc: { host: 'broker-two.example', port: 19_093 }
    })
  })

  test('an unknown key warns with its line and the nearest known key', () => {
    expect(readNodeConfig('f', `${combined}num.partition=3\n`).warnings).toEqual([
      'f:9: unknown key num.partition is ignored; did you mean num.partitions?'
    ])
  })

  test('a key that is set twice warns, and the last one counts', () => {
    const config = readNodeConfig('f', `${combined}num.partitions=3\nnum.partitions=4\n`)
    expect(config.values['num.partitions']).toBe(4)
    expect(config.warnings).toEqual(['f:10: num.partitions is set again; this line counts'])
  })

  test('bad values are all told, with file, line, key, value and what is allowed', () => {
    expect(problemsOf(`${combined}num.partitions=many\nauto.create.topics.enable=yes\n`)).toEqual([
      'server.properties:9: num.partitions=many: allowed is a whole number from 1 to 2147483647',
      'server.properties:10: auto.create.topics.enable=yes: allowed is true or false'
    ])
  })

  test.each([
    ['process.roles=broker,controller', '', /process\.roles: is required: broker,controller for a node that is both/],
    [
      'process.roles=broker,controller',
      'process.roles=controller',
      /listeners=.*: has PLAINTEXT, but a node that is only a controller serves no Kafka clients/
    ],
    [
      'controller.quorum.voters=1@127.0.0.1:19092,2@127.0.0.1:19093,3@127.0.0.1:19094',
      'controller.quorum.bootstrap.servers=10.0.0.1',
      /:3: controller\.quorum\.bootstrap\.servers=10\.0\.0\.1: "10\.0\.0\.1" is not of the form host:port/
    ],
    ['controller.listener.names=CONTROLLER', '', /controller\.listener\.names: is required/],
    [
      'process.roles=broker,controller',
      'process.roles=broker',
      /:1: process\.roles=broker: node 2 is in controller\.quorum\.voters, and so needs the role controller too/
    ],
    ['2@127.0.0.1:19093', '2@127.0.0.1', /"2@127\.0\.0\.1" is not of the form id@host:port/],
    [
      'PLAINTEXT://127.0.0.1:9093,',
      'PLAINTEXT://127.0.0.1,',
      /"PLAINTEXT:\/\/127\.0\.0\.1" is not of the form NAME:\/\/host:port/
    ],
    ['PLAINTEXT://127.0.0.1:9093,', 'SSL://127.0.0.1:9093,', /listener SSL has the protocol SSL; allowed is PLAINTEXT/],
    ['broker-two.example', '0.0.0.0', /not an address that a client could connect to/]
  ])('with %s as "%s" the start stops', (from, to, expected) => {
    expect(problemsOf(combined.replace(from, to)).join('\n')).toMatch(expected)
  })
})
