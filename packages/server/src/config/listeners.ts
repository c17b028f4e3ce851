/** One entry of `listeners` or `advertised.listeners`. */
export interface ListenerAddress {
  readonly name: string
  /** Empty = every interface. */
  readonly host: string
  readonly port: number
}

/** Reads `NAME://host:port`; IPv6 hosts are in brackets. Undefined when it is not of that form. */
export function parseListener(text: string): ListenerAddress | undefined {
  const match = /^([A-Za-z0-9._-]+):\/\/(\[[0-9a-fA-F:.%]+\]|[^:/[\]]*):(\d{1,5})$/.exec(text)
  if (match === null || Number(match[3]) > 65_535) return undefined
  return { name: match[1]!.toUpperCase(), host: match[2]!.replaceAll(/[[\]]/g, ''), port: Number(match[3]) }
}

/** A member of `controller.quorum.voters`. */
export interface VoterAddress {
  readonly id: number
  readonly host: string
  readonly port: number
}

/** Reads `id@host:port`. Undefined when it is not of that form. */
export function parseVoter(text: string): VoterAddress | undefined {
  const match = /^(\d+)@(\[[0-9a-fA-F:.%]+\]|[^:@/[\]]+):(\d{1,5})$/.exec(text)
  if (match === null || Number(match[3]) > 65_535) return undefined
  return { id: Number(match[1]), host: match[2]!.replaceAll(/[[\]]/g, ''), port: Number(match[3]) }
}

export interface HostPort {
  readonly host: string
  readonly port: number
}

/** Reads `host:port`. Undefined when it is not of that form. */
export function parseHostPort(text: string): HostPort | undefined {
  const voter = parseVoter(`0@${text}`)
  return voter === undefined ? undefined : { host: voter.host, port: voter.port }
}
