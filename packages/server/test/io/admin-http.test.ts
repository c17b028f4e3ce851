import { afterEach, expect, test } from '@jest/globals'
import { defineMetrics } from '@gregor/base'
import { type AdminHttp, startAdminHttp } from '../../src/io/admin-http.ts'
import { nodeClock } from '../../src/io/node-ports.ts'
import { createPrometheusMetrics } from '../../src/io/prometheus.ts'

const table = defineMetrics({
  requests: { name: 'requests_total', type: 'counter', help: 'Requests.', labels: ['api'] },
  depth: { name: 'depth', type: 'gauge', help: 'Depth.' }
})

let admin: AdminHttp | undefined
afterEach(() => admin?.close())

test('metrics, health and readiness are served', async () => {
  const metrics = createPrometheusMetrics([table], nodeClock)
  metrics.counter(table.requests, { api: 'Fetch' }).inc(3)
  metrics.onScrape(() => metrics.gauge(table.depth).set(7))
  const groupHistory = (group: string) =>
    group === 'orders & more' ? Promise.resolve({ status: 200, body: { group, events: [] } }) : undefined
  let ready = false
  const readiness = () => ({ ready, detail: ready ? 'ready' : 'not registered' })
  admin = await startAdminHttp({ host: '127.0.0.1', port: 0, scrape: () => metrics.scrape(), readiness, groupHistory })
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
