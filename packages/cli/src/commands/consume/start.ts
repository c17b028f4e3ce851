import { ErrorCode } from '@gregor/protocol'
import { answerText } from '../../client/checked.ts'
import type { FetchWish } from '../../client/fetch.ts'
import { listOffsets, logPlace } from '../../client/offsets.ts'
import { type TopicPartition, partitionText } from '../../client/partitions.ts'
import { CommandError } from '../../faults.ts'
import type { Session } from '../../session.ts'
import { parseTime } from '../time.ts'

interface Isolation {
  readonly readCommitted?: boolean
}

/** Where to begin in each partition: `beginning`, `end`, an offset, or a time. */
export async function startOffsets(
  { cluster }: Session,
  partitions: readonly TopicPartition[],
  from: string,
  isolation: Isolation = {}
): Promise<FetchWish[]> {
  if (/^\d{1,9}$/.test(from)) return partitions.map((partition) => ({ ...partition, offset: Number(from) }))
  if (from === 'beginning') return found(partitions, await listOffsets(cluster, partitions, logPlace.earliest))
  const ends = await endOffsets(cluster, partitions, isolation)
  if (from === 'end') return ends
  const offsets = found(partitions, await listOffsets(cluster, partitions, parseTime(from)))
  // No record is as late: then the end.
  return offsets.map((wish, index) => (wish.offset < 0 ? ends[index]! : wish))
}

/** The end of each partition now; for readers of what is committed the last stable offset. */
export async function endOffsets(
  cluster: Session['cluster'],
  partitions: readonly TopicPartition[],
  isolation: Isolation = {}
): Promise<FetchWish[]> {
  return found(partitions, await listOffsets(cluster, partitions, logPlace.latest, isolation))
}

/** The offsets in the order of the partitions; a CommandError names one whose leader gave none. */
export function found(
  partitions: readonly TopicPartition[],
  answers: ReadonlyMap<string, { readonly offset: number; readonly errorCode: number }>
): FetchWish[] {
  return partitions.map(({ topic, partition }) => {
    const name = partitionText({ topic, partition })
    const answer = answers.get(name)
    if (answer === undefined)
      throw new CommandError(`${name} has no leader at the moment; \`gregor why ${name}\` tells why`)
    if (answer.errorCode !== ErrorCode.NONE) throw new CommandError(`${name}: ${answerText(answer.errorCode)}`)
    return { topic, partition, offset: answer.offset }
  })
}
