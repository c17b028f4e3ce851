import { type ClientProcess, CoordinatorKind } from '../client/client-process.ts'
import { CoordinatorLink } from '../client/coordinator-link.ts'
import { type CommittedView, CommittedReader } from './committed-reader.ts'
import { stableOffset } from './group-position.ts'
import type { Seat } from './seat.ts'
import type { TransactionalClient } from './transactional-client.ts'
import type { TransactionLog } from './transaction-log.ts'
import { finish } from './writer.ts'

/** The group that holds how far the copy is. */
export const COPY_GROUP = 'copy'

export interface CopyOptions {
  readonly inputs: readonly TransactionLog[]
  readonly outputs: readonly TransactionLog[]
  readonly viewOf: (log: TransactionLog) => CommittedView
  readonly intervalMs: number
}

interface Input {
  readonly log: TransactionLog
  readonly reader: CommittedReader
}

const ABORTS_OF_100 = 12
const MAX_WAIT_MS = 100

/**
 * The life of a process that copies what is committed, each record once: the copies and the offset behind their
 * originals are committed together (T8). Where it begins, and after an abort goes on, the committed offsets say.
 */
export async function copy(client: TransactionalClient, seat: Seat, options: CopyOptions): Promise<void> {
  const { process } = client
  const { random } = process.world
  const groupCoordinator = new CoordinatorLink(process, { kind: CoordinatorKind.group, key: COPY_GROUP })
  const inputs = options.inputs.map((log) => ({
    log,
    reader: new CommittedReader(process, { log, view: options.viewOf(log), maxWaitMs: MAX_WAIT_MS })
  }))
  if ((await client.initialize()) !== 'done') return
  await goToCommitted(process, inputs, groupCoordinator)
  while (seat.running) {
    const { log, reader } = inputs[random.int(inputs.length)]!
    const batches = await reader.poll()
    if (batches.length === 0) {
      await process.sleep(1 + random.int(options.intervalMs))
      continue
    }
    if (!seat.running) return
    seat.endanger(process)
    const offsets = batches.flatMap(({ baseOffset, lastOffset }) =>
      Array.from({ length: lastOffset + 1 - baseOffset }, (_, index) => baseOffset + index)
    )
    const transaction = client.begin()
    transaction.copied.push({ partition: log.name, offsets })
    const output = options.outputs[random.int(options.outputs.length)]!
    const values = offsets.map((offset) => `copy of ${log.name} ${offset}`)
    let step = await client.write(transaction, [{ log: output, values }])
    if (step === 'done') {
      const committed = { groupId: COPY_GROUP, groupCoordinator, log, offset: reader.offset }
      step = await client.commitOffsets(transaction, committed)
    }
    const commit = step === 'done' && random.int(100) >= ABORTS_OF_100
    if (step === 'fenced' || !(await finish(client, transaction, commit))) return
    if (transaction.outcome !== 'committed') await goToCommitted(process, inputs, groupCoordinator)
  }
}

async function goToCommitted(
  process: ClientProcess,
  inputs: readonly Input[],
  groupCoordinator: CoordinatorLink
): Promise<void> {
  for (const { log, reader } of inputs) {
    const offset = await stableOffset(process, { groupId: COPY_GROUP, groupCoordinator, log })
    reader.seek(Math.max(offset, 0))
  }
}
