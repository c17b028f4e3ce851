import type { Metadata } from '@grpc/grpc-js'
import { err, type Logger, type Result } from '@gregor/base'
import { checkGreeting, parseGreeting } from '../handshake.ts'
import type { PeerIdentity } from '../peer-stream.ts'
import type { LocalIdentity } from '../peers.ts'

/** Decides who gets in, before anything of theirs is read; the error is for the caller to show. */
export type Admit = (
  metadata: Metadata,
  from: { readonly remote: string; readonly method: string }
) => Result<PeerIdentity, string>

export function createAdmission(options: {
  readonly identity: LocalIdentity
  readonly logger: Logger
  readonly closing: () => boolean
}): Admit {
  const { identity, logger, closing } = options
  // A misconfigured peer comes back several times a second: one warning until something else is wrong.
  let warned = ''
  return (metadata, { remote, method }) => {
    if (closing()) return err(`node ${identity.nodeId} is shutting down`)
    const header = (name: string): string | undefined => metadata.get(name)[0]?.toString()
    const admitted = checkGreeting(parseGreeting(header), identity)
    if (admitted.ok) return admitted
    const level = warned === admitted.error ? 'debug' : 'warn'
    warned = admitted.error
    logger[level]({ remote, method, reason: admitted.error }, 'refused a peer')
    return admitted
  }
}
