import { ErrorCode } from '@gregor/protocol'
import { DeleteGroupsApi } from '@gregor/protocol/messages/delete-groups'
import { answerText } from '../../client/checked.ts'
import { CommandError } from '../../faults.ts'
import type { Report } from '../../report.ts'
import type { Session } from '../../session.ts'

/** `gregor groups delete GROUP...`. Deletes those it can; what it could not delete is an error. */
export async function deleteGroups({ cluster, pause }: Session, ids: readonly string[]): Promise<Report> {
  const deleted: string[] = []
  const failures: string[] = []
  for (const id of new Set(ids)) {
    const coordinator = await cluster.coordinator(id, pause)
    const { results } = await coordinator.request(DeleteGroupsApi, { groupsNames: [id] })
    const code = results[0]?.errorCode ?? ErrorCode.UNKNOWN_SERVER_ERROR
    if (code === ErrorCode.NONE) deleted.push(id)
    else failures.push(failureText(id, code))
  }
  if (failures.length > 0) {
    const done = deleted.length === 0 ? '' : ` (deleted: ${deleted.join(', ')})`
    throw new CommandError(`${failures.join('; ')}${done}`)
  }
  return { json: { deleted }, text: `deleted: ${deleted.join(', ')}` }
}

function failureText(id: string, code: number): string {
  switch (code) {
    case ErrorCode.GROUP_ID_NOT_FOUND:
      return `there is no group ${id}; \`gregor groups list\` shows those that there are`
    case ErrorCode.NON_EMPTY_GROUP:
      return `group ${id} has members: stop its consumers first`
    default:
      return `group ${id} was not deleted: ${answerText(code)}`
  }
}
