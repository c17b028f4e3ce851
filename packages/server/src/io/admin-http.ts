import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Socket } from 'node:net'
import type { LogLimiter } from '@gregor/broker'
import type { HistoryAnswer } from '../node/group-history.ts'
import type { Readiness } from '../node/node.ts'
import { strayProtocol } from './stray-bytes.ts'

export interface AdminHttpOptions {
  readonly host: string
  readonly port: number
  readonly scrape: () => Promise<{ readonly text: string; readonly contentType: string }>
  readonly readiness: () => Readiness
  /** What happened in a consumer group; undefined while there is no coordinator to ask. */
  readonly groupHistory: (group: string) => Promise<HistoryAnswer> | undefined
  /** Where Kafka clients belong that come here, as in PLAINTEXT://broker:9092. */
  readonly kafkaAddresses: readonly string[]
  readonly log: LogLimiter
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
  server.on('clientError', (error: StrayError, socket) => turnAway(options, error, socket as Socket))
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

type StrayError = NodeJS.ErrnoException & { readonly rawPacket?: Buffer }

/**
 * What came is not HTTP. An HTTP answer would be taken for the size of a frame by a Kafka client (1213486160 bytes: "HTTP"),
 * and for garbage by TLS: those are cut off, and the log says what to do.
 */
function turnAway({ kafkaAddresses, log, port }: AdminHttpOptions, error: StrayError, socket: Socket): void {
  if (!socket.writable || error.code === 'ECONNRESET') {
    socket.destroy()
    return
  }
  const client = `${socket.remoteAddress}:${socket.remotePort}`
  const what = strayProtocol(error.rawPacket)
  if (what === 'kafka') {
    const where = kafkaAddresses.length === 0 ? 'a broker' : kafkaAddresses.join(', ')
    log.warn(
      what,
      { client },
      `a Kafka client came to the admin port ${port}, which serves HTTP: clients connect to ${where}`
    )
  } else if (what === 'tls') {
    log.warn(
      what,
      { client },
      `somebody speaks TLS to the admin port ${port}, which serves plain HTTP: use http:// there`
    )
  }
  if (what === 'other') socket.end('HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n')
  else socket.destroy()
}
