import type { Clock, Offset, PartitionIndex, Scheduler, TopicId } from '@gregor/base'
import { ErrorCode } from '@gregor/protocol'
import type { Replicas } from '@gregor/replication'
import type { TransactionVerifier, TransactionWrite } from '../ports.ts'

export interface VerificationPorts {
  readonly replicas: Pick<Replicas, 'transactionOf'>
  readonly verifier: TransactionVerifier
  readonly clock: Clock
  readonly scheduler: Scheduler
  /** `add.partitions.to.txn.retry.backoff.ms` and `….max.ms` */
  readonly retryMs: number
  readonly retryMsMax: number
}

/** Who appends in a transaction. */
export type TransactionWriter = Omit<TransactionWrite, 'partitions'>

/** A partition that is about to be appended to. */
export interface TransactionTarget {
  readonly topicId: TopicId
  readonly topic: string
  readonly partition: PartitionIndex
}

/** Whether a batch may be appended. */
export interface Verdict {
  readonly errorCode: number
  /** To be handed in with the batch; undefined when the transaction is open in the partition. */
  readonly guard: Offset | undefined
}

/** Questions about one append, at most: each beyond the first means that a transaction has just ended. */
const QUESTIONS_MAX = 20

const allowed: Verdict = { errorCode: ErrorCode.NONE, guard: undefined }

interface Asked {
  readonly place: number
  readonly target: TransactionTarget
  guard: Offset
}

/**
 * Whether a producer's transaction includes these partitions; a promise only when the coordinator has to be asked, which is
 * once for each partition of a transaction (KIP-890). A partition that is led elsewhere is allowed: the append refuses it, and
 * says by whom it is led. Where others have to be asked about it is refused here: this broker may lead it by then, and nobody
 * would have asked whether the transaction includes it.
 *
 * The marker of the transaction before may come while the coordinator is asked. Then the answer may be about either, so
 * the question is put again; and while the coordinator says that the one before is still ending, for a moment.
 */
export function verifyTargets(
  ports: VerificationPorts,
  writer: TransactionWriter,
  targets: readonly TransactionTarget[]
): readonly Verdict[] | Promise<readonly Verdict[]> {
  const asked: Asked[] = []
  const verdicts = targets.map(() => allowed)
  const elsewhere: Verdict[] = [...verdicts]
  for (const [place, target] of targets.entries()) {
    const known = ports.replicas.transactionOf(target.topicId, target.partition, writer)
    if (known.errorCode !== ErrorCode.NONE) elsewhere[place] = { errorCode: known.errorCode, guard: undefined }
    else if (!known.open) asked.push({ place, target, guard: known.guard })
  }
  return asked.length === 0 ? verdicts : askUntilClear(ports, writer, { asked, verdicts: elsewhere })
}

async function askUntilClear(
  ports: VerificationPorts,
  writer: TransactionWriter,
  { asked, verdicts }: { asked: readonly Asked[]; readonly verdicts: Verdict[] }
): Promise<readonly Verdict[]> {
  const { verifier, clock, scheduler, retryMs, retryMsMax } = ports
  const deadlineMs = clock.monotonicMs() + retryMsMax
  for (let question = 1; asked.length > 0; question++) {
    const codes = await verifier.verify({ ...writer, partitions: asked.map(({ target }) => target) })
    const ending = writer.adds && codes.includes(ErrorCode.CONCURRENT_TRANSACTIONS) && clock.monotonicMs() < deadlineMs
    const last = question === QUESTIONS_MAX
    const unclear: Asked[] = []
    for (const [index, one] of asked.entries()) {
      const code = codes[index] ?? ErrorCode.UNKNOWN_SERVER_ERROR
      const again =
        code === ErrorCode.CONCURRENT_TRANSACTIONS ? ending : code === ErrorCode.NONE && isOutdated(ports, writer, one)
      if (again && !last) unclear.push(one)
      else verdicts[one.place] = { errorCode: again ? ErrorCode.NOT_ENOUGH_REPLICAS : code, guard: one.guard }
    }
    if (unclear.length > 0 && ending) await new Promise<void>((resolve) => void scheduler.after(retryMs, resolve))
    asked = unclear
    for (const one of asked) one.guard = stateOf(ports, writer, one).guard
  }
  return verdicts
}

/** A transaction of the producer ended in the partition since the question was put. */
function isOutdated(ports: VerificationPorts, writer: TransactionWriter, one: Asked): boolean {
  const known = stateOf(ports, writer, one)
  return known.errorCode === ErrorCode.NONE && !known.open && known.guard !== one.guard
}

function stateOf({ replicas }: VerificationPorts, writer: TransactionWriter, { target }: Asked) {
  return replicas.transactionOf(target.topicId, target.partition, writer)
}
