import { CommandError } from '../../faults.ts'
import { count, table } from '../../format/table.ts'
import type { Report } from '../../report.ts'
import type { Session } from '../../session.ts'
import { adminPort } from '../admin-port.ts'

/** Something that happened in a group, as its coordinator tells it. */
export interface GroupEvent {
  readonly atMs: number
  readonly what: string
  readonly epoch: number
  readonly detail: string
  readonly member?: string
  readonly instance?: string | null
  readonly clientId?: string
  readonly clientHost?: string
  readonly partitions?: readonly {
    readonly topic: string
    readonly partition: number
    readonly committedOffset: number | null
  }[]
  readonly morePartitions?: number
}

export interface GroupHistory {
  readonly group: string
  readonly coordinator: number
  /** The coordinator knows of nothing before. */
  readonly sinceMs: number
  readonly events: readonly GroupEvent[]
}

/** `gregor groups describe GROUP... --history`. */
export async function describeHistories(session: Session, ids: readonly string[]): Promise<Report> {
  const groups: GroupHistory[] = []
  for (const id of new Set(ids)) groups.push(await historyOf(session, id))
  return { json: { groups }, text: groups.map(historyText).join('\n\n') }
}

async function historyOf({ cluster, pause, httpGet }: Session, group: string): Promise<GroupHistory> {
  const { id, host } = await cluster.coordinatorOf(group, pause)
  const port = await adminPort(cluster, id)
  if (port === undefined) {
    throw new CommandError(
      `the history of group ${group} is told by the admin server of its coordinator, broker ${id}, which has none (admin.port)`
    )
  }
  const path = `/groups/history?group=${encodeURIComponent(group)}`
  const { status, text } = await httpGet(host, port, path).catch((cause: unknown) => {
    const where = `${host}:${port}, the admin server of broker ${id}`
    throw new CommandError(`${where}, cannot be reached from here: see admin.listener and admin.port`, { cause })
  })
  const answer = parse(text)
  if (status === 200 && answer !== undefined) {
    return { ...(answer as Omit<GroupHistory, 'coordinator'>), coordinator: id }
  }
  const { error } = (answer ?? {}) as { readonly error?: string }
  throw new CommandError(`group ${group}: broker ${id} does not tell its history: ${error ?? `HTTP status ${status}`}`)
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** One line an event, oldest first. */
export function historyText({ group, coordinator, sinceMs, events }: GroupHistory): string {
  const since = new Date(sinceMs).toISOString()
  const head = `${group}: ${count(events.length, 'event')}; broker ${coordinator} coordinates it since ${since}`
  if (events.length === 0) return head
  const rows = events.map((event) => [
    new Date(event.atMs).toISOString(),
    event.epoch,
    event.what,
    memberText(event),
    `${event.detail}${partitionsText(event)}`
  ])
  return `${head}\n\n${table(['time', 'epoch', 'event', 'member', 'detail'], rows)}`
}

function memberText({ member, instance, clientHost }: GroupEvent): string | null {
  if (member === undefined) return null
  return `${member}${instance == null ? '' : ` (${instance})`} ${clientHost ?? ''}`.trimEnd()
}

/** `; had orders-0@17`: what the member had, and the offset committed there. */
function partitionsText({ partitions = [], morePartitions = 0 }: GroupEvent): string {
  if (partitions.length === 0) return ''
  const each = partitions.map(
    ({ topic, partition, committedOffset }) => `${topic}-${partition}@${committedOffset ?? 'none'}`
  )
  return `; had ${each.join(' ')}${morePartitions > 0 ? ` and ${morePartitions} more` : ''}`
}
