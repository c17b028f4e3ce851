import { Offset, type PartitionIndex, ProducerEpoch, ProducerId, TimestampMs } from '@gregor/base'
import {
  attributesOf,
  BATCH_HEADER_BYTES,
  ErrorCode,
  errorInfo,
  isTransactional,
  MAGIC_V2,
  magicOf,
  producerEpochOf,
  producerIdOf
} from '@gregor/protocol'
import type { AppendEntry, AppendOutcome } from '@gregor/replication'
import { type Verdict, type VerificationPorts, verifyTargets } from './verification.ts'

/** A transactional batch among the entries of an append. */
export interface TransactionalEntry {
  /** Its place in the append. */
  readonly entry: number
  readonly topic: string
  readonly partition: PartitionIndex
  readonly producerId: ProducerId
  readonly producerEpoch: ProducerEpoch
}

/** The producer of a transactional batch; undefined when the batch is none. */
export function transactionOfBatch(
  records: Buffer
): Pick<TransactionalEntry, 'producerId' | 'producerEpoch'> | undefined {
  if (records.length < BATCH_HEADER_BYTES || magicOf(records) !== MAGIC_V2) return undefined
  if (!isTransactional(attributesOf(records))) return undefined
  return { producerId: ProducerId(producerIdOf(records)), producerEpoch: ProducerEpoch(producerEpochOf(records)) }
}

export interface TransactionalAppend {
  readonly transactionalId: string
  /** Whether the coordinator adds the partitions, or is only asked whether they were added. */
  readonly adds: boolean
  readonly entries: readonly AppendEntry[]
  readonly transactional: readonly TransactionalEntry[]
}

/** Entries that may be appended, and the outcomes of the others by their places. */
export interface VerifiedEntries {
  readonly entries: readonly AppendEntry[]
  readonly refused: ReadonlyMap<number, AppendOutcome>
}

const NO_OFFSET = Offset(-1)
const NO_TIMESTAMP = TimestampMs(-1)

const NONE_REFUSED: ReadonlyMap<number, AppendOutcome> = new Map()

/** What needs no coordinator: batches outside of transactions. */
export const unverified = (entries: readonly AppendEntry[]): VerifiedEntries => ({ entries, refused: NONE_REFUSED })

/** Asks the coordinator where that is needed: a promise only then. */
export function verifyEntries(
  ports: VerificationPorts,
  append: TransactionalAppend
): VerifiedEntries | Promise<VerifiedEntries> {
  const { transactionalId, adds, entries, transactional } = append
  const judged = groupByProducer(transactional).map((group) => {
    const { producerId, producerEpoch } = group[0]!
    const targets = group.map(({ entry, topic, partition }) => ({ topicId: entries[entry]!.topicId, topic, partition }))
    const verdicts = verifyTargets(ports, { transactionalId, producerId, producerEpoch, adds }, targets)
    return { group, verdicts }
  })
  const waits = judged.some(({ verdicts }) => verdicts instanceof Promise)
  if (!waits) return unverified(entries)
  return Promise.all(judged.map(async ({ group, verdicts }) => ({ group, verdicts: await verdicts }))).then((all) =>
    withVerdicts(entries, all)
  )
}

function withVerdicts(
  entries: readonly AppendEntry[],
  judged: readonly { readonly group: readonly TransactionalEntry[]; readonly verdicts: readonly Verdict[] }[]
): VerifiedEntries {
  const guarded = [...entries]
  const refused = new Map<number, AppendOutcome>()
  for (const { group, verdicts } of judged) {
    for (const [index, { entry }] of group.entries()) {
      const { errorCode, guard } = verdicts[index]!
      if (errorCode !== ErrorCode.NONE) refused.set(entry, refusedOutcome(errorCode))
      else guarded[entry] = { ...entries[entry]!, transactionGuard: guard }
    }
  }
  return { entries: guarded.filter((_, index) => !refused.has(index)), refused }
}

/** A request is one producer's, unless somebody made it up. */
function groupByProducer(candidates: Iterable<TransactionalEntry>): readonly TransactionalEntry[][] {
  const groups = new Map<string, TransactionalEntry[]>()
  for (const candidate of candidates) {
    const key = `${candidate.producerId} ${candidate.producerEpoch}`
    const group = groups.get(key)
    if (group === undefined) groups.set(key, [candidate])
    else group.push(candidate)
  }
  return [...groups.values()]
}

function refusedOutcome(errorCode: number): AppendOutcome {
  return {
    errorCode,
    errorMessage: errorInfo(errorCode).message,
    baseOffset: NO_OFFSET,
    lastOffset: NO_OFFSET,
    logAppendTimeMs: NO_TIMESTAMP,
    logStartOffset: NO_OFFSET,
    leaderHint: undefined
  }
}

/** The outcomes of all entries in their places, from those of the ones that were appended. */
export function withRefused(
  outcomes: readonly AppendOutcome[],
  { refused }: VerifiedEntries
): readonly AppendOutcome[] {
  if (refused.size === 0) return outcomes
  const appended = outcomes.values()
  const count = outcomes.length + refused.size
  return Array.from({ length: count }, (_, place) => refused.get(place) ?? (appended.next().value as AppendOutcome))
}
