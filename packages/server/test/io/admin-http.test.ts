import { once } from 'node:events'
import { connect } from 'node:net'
import { afterEach, expect, test } from '@jest/globals'
import { type Logger, defineMetrics, silentLogger } from '@gregor/base'
import { LogLimiter } from '@gregor/broker'
import { type AdminHttp, startAdminHttp } from '../../src/io/admin-http.ts'
import { nodeClock } from '../../src/io/node-ports.ts'
import { createPrometheusMetrics } from '../../src/io/prometheus.ts'

const table = defineMetrics({
  requests: { name: 'requests_total', type: 'counter', help: 'Requests.', labels: ['api'] },
  depth: { name: 'depth', type: 'gauge', help: 'Depth.' }
})

let admin: AdminHttp | undefined
const warnings: string[] = []
afterEach(async () => {
  warnings.length = 0
  await admin?.close()
})

async function start(options: { readonly ready?: () => boolean } = {}) {
  const metrics = createPrometheusMetrics([table], nodeClock)
  const readiness = () =>
    options.ready?.() === true ? { ready: true, detail: 'ready' } : { ready: false, detail: 'not registered' }
  const logger: Logger = { ...silentLogger, warn: (_fields, message) => void warnings.push(message) }
  admin = await startAdminHttp({
    host: '127.0.0.1',
    port: 0,
    scrape: () => metrics.scrape(),
    readiness,
    groupHistory: (group) =>
      group === 'orders & more' ? Promise.resolve({ status: 200, body: { group, events: [] } }) : undefined,
    kafkaAddresses: ['PLAINTEXT://broker:9092'],
    log: new LogLimiter(logger, nodeClock)
  })
  return metrics
}

/** What comes back until the server closes the connection. */
async function sent(bytes: Buffer): Promise<string> {
  const socket = connect(admin!.port, '127.0.0.1')
  let received = ''
  socket.setEncoding('latin1').on('data', (text: string) => (received += text))
  socket.on('error', () => {})
  socket.write(bytes)
  await once(socket, 'close')
  return received
}

test('metrics, health and readiness are served', async () => {
  let ready = false
  const metrics = await start({ ready: () => ready })
  metrics.counter(table.requests, { api: 'Fetch' }).inc(3)
  metrics.onScrape(() => metrics.gauge(table.depth).set(7))
  const get = (path: string) => fetch(`http://127.0.0.1:${admin!.port}${path}`)

  const text = await (await get('/metrics')).text()
  expect(text).toContain('requests_total{api="Fetch"} 3')
  expect(text).toContain('depth 7')
  expect((await get('/healthz')).status).toBe(200)
  const refused = await get('/readyz')
  expect([refused.status, await refused.text()]).toEqual([503, 'not registered\n'])
  ready = true
  expect((await get('/readyz?verbose')).status).toBe(200)
  expect((await get('/')).status).toBe(404)
  const history = await get(`/groups/history?group=${encodeURIComponent('orders & more')}`)
  expect([history.status, await history.json()]).toEqual([200, { group: 'orders & more', events: [] }])
  expect((await get('/groups/history?group=x')).status).toBe(503)
  expect((await get('/groups/history')).status).toBe(400)
})

test('a Kafka client gets no HTTP that it would take for the size of a frame; the log names the right port, once', async () => {
  await start()
  /** ApiVersions 3, as any client begins. */
  const request = Buffer.from('0000001a00120003000000010004746573740005746573740431', 'hex')
  expect(await sent(request)).toBe('')
  expect(await sent(request)).toBe('')
  expect(warnings).toEqual([expect.stringMatching(/Kafka client came to the admin port .*PLAINTEXT:\/\/broker:9092/)])
})

test('TLS is cut off, and the log says that there is none', async () => {
  await start()
  expect(await sent(Buffer.from('16030100c8010000c403030000', 'hex'))).toBe('')
  expect(warnings).toEqual([expect.stringContaining('use http://')])
})

test('what is no request gets HTTP', async () => {
  await start()
  expect(await sent(Buffer.from('no such method\r\n\r\n'))).toMatch(/^HTTP\/1\.1 400 /)
  expect(warnings).toEqual([])
})
