import { ZERO_TOPIC_ID } from '@gregor/base'
import { ErrorCode } from '@gregor/protocol'
import { DeleteTopicsApi } from '@gregor/protocol/messages/delete-topics'
import { answerText } from '../../client/checked.ts'
import { unknownTopic } from '../../client/cluster.ts'
import { CommandError } from '../../faults.ts'
import type { Report } from '../../report.ts'
import type { Session } from '../../session.ts'

const deletionMs = 15_000

/** `gregor topics delete TOPIC...`. Deletes those it can; what it could not delete is an error. */
export async function deleteTopics({ cluster }: Session, names: readonly string[]): Promise<Report> {
  const connection = await cluster.any()
  const { responses } = await connection.request(
    DeleteTopicsApi,
    { topics: names.map((name) => ({ name, topicId: ZERO_TOPIC_ID })), timeoutMs: deletionMs },
    { min: 6, extraMs: deletionMs }
  )
  const deleted = responses.filter(({ errorCode }) => errorCode === ErrorCode.NONE).map(({ name }) => name ?? '')
  const failures = responses
    .filter(({ errorCode }) => errorCode !== ErrorCode.NONE)
    .map(({ name, errorCode, errorMessage }) =>
      errorCode === ErrorCode.UNKNOWN_TOPIC_OR_PARTITION
        ? unknownTopic(name ?? '').message
        : `topic ${name} was not deleted: ${answerText(errorCode, errorMessage)}`
    )
  if (failures.length > 0) {
    const done = deleted.length === 0 ? '' : ` (deleted: ${deleted.join(', ')})`
    throw new CommandError(`${failures.join('; ')}${done}`)
  }
  return { json: { deleted }, text: `deleted: ${deleted.join(', ')}` }
}
