import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { HistoryAnswer } from '../node/group-history.ts'
import type { Readiness } from '../node/node.ts'

export interface AdminHttpOptions {
  readonly host: string
  readonly port: number
  readonly scrape: () => Promise<{ readonly text: string; readonly contentType: string }>
  readonly readiness: () => Readiness
  /** What happened in a consumer group; undefined while there is no coordinator to ask. */
  readonly groupHistory: (group: string) => Promise<HistoryAnswer> | undefined
}

export interface AdminHttp {
  readonly port: number
  close(): Promise<void>
}

/**
 * Serves `/metrics`, `/healthz` (the process answers), `/readyz` (503 until the broker serves clients) and
 * `/groups/history?group=NAME` (what the coordinator of a group knows of its past, as JSON).
 */
export async function startAdminHttp(options: AdminHttpOptions): Promise<AdminHttp> {
  const server = createServer((request, response) => {
    route(options, request.url ?? '/', response).catch((error: unknown) => {
      answer(response, 500, `${error instanceof Error ? error.message : 'failed'}\n`)
    })
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(options.port, options.host, resolve)
  })
  return {
    port: (server.address() as AddressInfo).port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      })
  }
}

async function route(options: AdminHttpOptions, url: string, response: ServerResponse): Promise<void> {
  switch (url.split('?', 1)[0]) {
    case '/metrics': {
      const { text, contentType } = await options.scrape()
      return answer(response, 200, text, contentType)
    }
    case '/healthz':
      return answer(response, 200, 'ok\n')
    case '/readyz': {
      const { ready, detail } = options.readiness()
      return answer(response, ready ? 200 : 503, `${detail}\n`)
    }
    case '/groups/history':
      return answerHistory(options, url, response)
    default:
      return answer(response, 404, 'Not here. There are /metrics, /healthz, /readyz and /groups/history?group=NAME.\n')
  }
}

async function answerHistory(options: AdminHttpOptions, url: string, response: ServerResponse): Promise<void> {
  const group = new URL(url, 'http://localhost').searchParams.get('group')
  if (group === null) return answer(response, 400, 'Name the group: /groups/history?group=NAME\n')
  const { status, body } = (await options.groupHistory(group)) ?? { status: 503, body: { error: 'starting' } }
  return answer(response, status, `${JSON.stringify(body)}\n`, 'application/json')
}

function answer(response: ServerResponse, status: number, text: string, contentType = 'text/plain'): void {
  if (response.headersSent) return
  response.writeHead(status, { 'content-type': contentType }).end(text)
}
