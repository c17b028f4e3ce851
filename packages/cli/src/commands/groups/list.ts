import { ListGroupsApi } from '@gregor/protocol/messages/list-groups'
import { checked } from '../../client/checked.ts'
import type { Cluster } from '../../client/cluster.ts'
import { CommandError } from '../../faults.ts'
import { table } from '../../format/table.ts'
import type { Report } from '../../report.ts'
import type { Session } from '../../session.ts'

export interface ListedGroup {
  readonly id: string
  readonly state: string
  readonly type: string
  readonly protocolType: string
  /** The broker that keeps the group. */
  readonly coordinator: number
}

/** `gregor groups list`. A coordinator that does not answer is named, and the command fails. */
export async function listGroups({ cluster, remark }: Session): Promise<Report> {
  const brokers = [...(await cluster.brokers()).keys()]
  const answers = await Promise.all(brokers.map((id) => groupsOf(cluster, id)))
  const groups = answers
    .flatMap((answer) => (answer instanceof CommandError ? [] : answer))
    .toSorted((a, b) => (a.id < b.id ? -1 : 1))
  const failures = answers.filter((answer) => answer instanceof CommandError)
  for (const { message } of failures) remark(`groups are missing: ${message}`)
  const rows = groups.map(({ id, state, type, protocolType, coordinator }) => [
    id,
    state,
    type,
    protocolType,
    `broker ${coordinator}`
  ])
  return {
    json: { groups, missing: failures.map(({ message }) => message) },
    text: groups.length === 0 ? 'There are no groups.' : table(['group', 'state', 'type', 'protocol', 'kept by'], rows),
    healthy: failures.length === 0
  }
}

async function groupsOf(cluster: Cluster, broker: number): Promise<ListedGroup[] | CommandError> {
  try {
    const connection = await cluster.broker(broker)
    const { errorCode, groups } = await connection.request(ListGroupsApi, {})
    checked(errorCode, `groups of broker ${broker}`)
    return groups.map(({ groupId, groupState, groupType, protocolType }) => ({
      id: groupId,
      state: groupState,
      type: groupType || 'classic',
      protocolType,
      coordinator: broker
    }))
  } catch (error) {
    if (error instanceof CommandError) return error
    throw error
  }
}
