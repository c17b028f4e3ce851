import { connect } from 'node:net'
import type { Logger } from '@gregor/base'
import type { Endpoint } from '@gregor/metadata'
import { endpointText } from '../node/listen-problem.ts'

/** As long as clients wait for a connection by default, more or less. */
const connectMs = 5_000

/**
 * Connects to what clients are told to connect to, and warns of what does not answer. Only a warning: the network may let in
 * from outside what it does not let out (a load balancer that does not send a host back to itself).
 */
export async function warnOfUnreachable(endpoints: readonly Endpoint[], logger: Logger): Promise<void> {
  await Promise.all(
    endpoints.map(async (endpoint) => {
      const why = await connectFailure(endpoint)
      if (why === undefined) return
      logger.warn(
        { listener: endpoint.name, host: endpoint.host, port: endpoint.port },
        `clients are told to connect to ${endpointText(endpoint)}, but this broker cannot reach that address itself (${why}): correct advertised.listeners, unless only clients elsewhere can reach it`
      )
    })
  )
}

/** Why no connection could be made; undefined = one was. */
function connectFailure({ host, port }: { readonly host: string; readonly port: number }): Promise<string | undefined> {
  return new Promise((resolve) => {
    const socket = connect({ host, port })
    const done = (why?: string): void => {
      socket.destroy()
      resolve(why)
    }
    socket.setTimeout(connectMs, () => done(`no answer within ${connectMs / 1000} s`))
    socket.once('connect', () => done())
    socket.once('error', (error: NodeJS.ErrnoException) => done(error.code ?? error.message))
  })
}
