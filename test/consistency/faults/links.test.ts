import { once } from 'node:events'
import { type Socket, connect, createServer } from 'node:net'
import { afterEach, describe, expect, test } from '@jest/globals'
import { freePorts } from '../../support/ports.ts'
import { until } from '../../support/until.ts'
import { Links } from './links.ts'

// Broker 1 connects to the RPC port of broker 2, where a server stands that keeps what it gets and answers "pong".
const closing: (() => unknown)[] = []
afterEach(async () => {
  for (const close of closing.splice(0).toReversed()) await close()
})

async function connected() {
  const [rpcPort, other] = (await freePorts(2)) as [number, number]
  const place = { kafkaPort: 0, adminPort: 0, propertiesFile: '', dataFolder: '' }
  const brokers = [
    { ...place, id: 1, rpcPort: other },
    { ...place, id: 2, rpcPort }
  ]
  const links = await Links.open({ host: '127.0.0.1', folder: '', brokers })
  const served: Socket[] = []
  const got: string[] = []
  const server = createServer((socket) => {
    served.push(socket)
    socket
      .on('error', () => {})
      .on('data', (bytes) => {
        got.push(bytes.toString())
        socket.write('pong')
      })
  }).listen(rpcPort, '127.0.0.1')
  await once(server, 'listening')
  const ports = JSON.parse(links.environment['GREGOR_TEST_LINKS']!) as Record<string, Record<string, number>>
  const socket = connect(ports['1']![rpcPort]!, '127.0.0.1')
  const answers: string[] = []
  socket.on('error', () => {}).on('data', (bytes) => answers.push(bytes.toString()))
  closing.push(
    () => server.close(),
    () => links.close(),
    () => socket.destroy(),
    () => served[0]?.destroy()
  )
  const ping = async (text: string) => {
    socket.write(text)
    await until(`"${text}" has arrived`, () => got.includes(text))
  }
  await ping('hello')
  return { links, socket, served, got, answers, ping }
}

describe('a link between two brokers', () => {
  test('carries bytes both ways', async () => {
    const { answers } = await connected()
    await until('the answer has arrived', () => answers.length === 1)
  })

  test('that is held in one direction delivers late, and the other direction goes on', async () => {
    const { links, socket, served, got, answers } = await connected()
    await until('the first answer has arrived', () => answers.length === 1)
    links.change(1, 2, { held: true })
    socket.write('late')
    served[0]!.write('other way')
    await until('the other way is open', () => answers.includes('other way'))
    expect(got).toEqual(['hello'])
    links.change(1, 2, { held: false })
    await until('what was held has arrived', () => got.includes('late'))
  })

  test('that is held hides that one side has gone', async () => {
    const { links, socket, served, answers } = await connected()
    await until('the first answer has arrived', () => answers.length === 1)
    links.changeAround(2, { held: true })
    let closed = false
    served[0]!.on('close', () => (closed = true))
    socket.destroy()
    await once(socket, 'close')
    expect(closed).toBe(false)
    links.changeAround(2, { held: false })
    await until('the other side knows', () => closed)
  })

  test('that is slow takes its time', async () => {
    const { links, ping } = await connected()
    links.change(1, 2, { delayMs: 150 })
    const startMs = performance.now()
    await ping('slow')
    expect(performance.now() - startMs).toBeGreaterThan(145)
  })

  test('that is reset breaks on both sides', async () => {
    const { links, socket, served } = await connected()
    links.reset(2, 1)
    await until('both have heard of it', () => socket.destroyed && served[0]!.destroyed)
  })
})
