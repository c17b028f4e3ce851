import type { Endpoint } from '@gregor/metadata'

/** Why the system lets nobody listen on an address, and what may be done, for the end of a sentence. */
export function listenProblem(error: NodeJS.ErrnoException): string {
  switch (error.code) {
    case 'EADDRINUSE':
      return 'another process has that port: stop it, or take another port'
    case 'EADDRNOTAVAIL':
      return 'this host has no such address: name one that it has, or leave the host empty for all of them'
    case 'EACCES':
      return 'this user may not listen there: ports below 1024 need a privilege, so take a higher one'
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return 'no address is known for that host name: correct it, or leave the host empty for all addresses'
    default:
      return error.message
  }
}

/** An address of a listener as configs have it. */
export function endpointText({ name, host, port }: Pick<Endpoint, 'name' | 'host' | 'port'>): string {
  return `${name}://${host.includes(':') ? `[${host}]` : host}:${port}`
}
