import type { GroupClient } from '@gregor/coordinator'
import type { RequestContext } from './request-context.ts'

/** A member as DescribeGroups shows it; the slash before the address is how Java prints one without a host name. */
export function groupClient({ clientId, connection }: RequestContext): GroupClient {
  return { clientId, clientHost: `/${connection.remoteAddress}` }
}
