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
import type { AppendEntry, AppendOutcome, Replicas } from '@gregor/replication'
import type { TransactionVerifier } from '../ports.ts'

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

/**
 * Asks the coordinator about the partitions where the producer's transaction is not open yet, and about no others: so one
 * question for each partition of a transaction. A promise only when something has to be asked. (KIP-890)
 */
export function verifyEntries(
  ports: { readonly replicas: Pick<Replicas, 'transactionOf'>; readonly verifier: TransactionVerifier },
  append: TransactionalAppend
): VerifiedEntries | Promise<VerifiedEntries> {
  const guards = new Map<TransactionalEntry, Offset>()
  for (const candidate of append.transactional) {
    const { topicId, partition } = append.entries[candidate.entry]!
    const known = ports.replicas.transactionOf(topicId, partition, candidate)
    // A partition that is led elsewhere is refused by the append, which says by whom.
    if (known.errorCode === ErrorCode.NONE && !known.open) guards.set(candidate, known.guard)
  }
  if (guards.size === 0) return unverified(append.entries)
  return askAll(ports.verifier, append, guards)
}

async function askAll(
  verifier: TransactionVerifier,
  { transactionalId, adds, entries }: TransactionalAppend,
  guards: ReadonlyMap<TransactionalEntry, Offset>
): Promise<VerifiedEntries> {
  const guarded = [...entries]
  const refused = new Map<number, AppendOutcome>()
  for (const asked of groupByProducer(guards.keys())) {
    const { producerId, producerEpoch } = asked[0]!
    const codes = await verifier.verify({ transactionalId, producerId, producerEpoch, adds, partitions: asked })
    for (const [index, candidate] of asked.entries()) {
      const code = codes[index] ?? ErrorCode.UNKNOWN_SERVER_ERROR
      if (code !== ErrorCode.NONE) refused.set(candidate.entry, refusedOutcome(code))
      else guarded[candidate.entry] = { ...entries[candidate.entry]!, transactionGuard: guards.get(candidate) }
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
