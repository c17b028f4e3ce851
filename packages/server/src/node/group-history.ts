import type { GroupCoordinator } from '@gregor/coordinator'
import { ErrorCode, errorInfo } from '@gregor/protocol'

/** An answer of the admin server. */
export interface HistoryAnswer {
  readonly status: number
  readonly body: unknown
}

/** What happened in a group, if this broker coordinates it. */
export async function historyOf(groups: GroupCoordinator, group: string): Promise<HistoryAnswer> {
  const { errorCode, sinceMs, events } = await groups.history(group)
  switch (errorCode) {
    case ErrorCode.NONE:
      return { status: 200, body: { group, sinceMs, events } }
    case ErrorCode.GROUP_ID_NOT_FOUND:
      return { status: 404, body: { error: `there is no group ${group}` } }
    default: {
      const { name, message } = errorInfo(errorCode)
      return { status: 503, body: { error: `${name}: ${message}` } }
    }
  }
}
