import { usageError } from '../faults.ts'

/** Where a broker listens. */
export interface Address {
  readonly host: string
  readonly port: number
}

/** `host:port[,host:port..]`; IPv6 addresses in brackets. Throws a usage error that says what is allowed. */
export function parseBootstrap(text: string): Address[] {
  return text.split(',').map((part) => {
    const match = /^(?:\[([^\]]+)\]|([^:[\]\s]+)):(\d{1,5})$/.exec(part.trim())
    const port = Number(match?.[3])
    if (match === null || port < 1 || port > 65_535)
      throw usageError(`--bootstrap ${text}: expected host:port[,host:port..], as in 127.0.0.1:9092`)
    return { host: (match[1] ?? match[2])!, port }
  })
}

/** As a person writes it. */
export const addressText = ({ host, port }: Address): string => `${host.includes(':') ? `[${host}]` : host}:${port}`
