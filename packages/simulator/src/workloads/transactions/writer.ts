import type { Random } from '@gregor/base'
import type { Seat } from './seat.ts'
import type { Transaction } from './transaction.ts'
import type { Delivery, Step, TransactionalClient } from './transactional-client.ts'
import type { TransactionLog } from './transaction-log.ts'

const RECORDS_MAX = 3
/** Of 100 transactions. */
const ABORTS_OF_100 = 20
const DAWDLES_OF_100 = 4

/** The life of a producer that writes to some partitions in each transaction, and commits most of them. */
export async function write(
  client: TransactionalClient,
  seat: Seat,
  { logs, intervalMs }: { readonly logs: readonly TransactionLog[]; readonly intervalMs: number }
): Promise<void> {
  const { process } = client
  const { random } = process.world
  if ((await client.initialize()) !== 'done') return
  while (seat.running) {
    await process.sleep(1 + random.int(2 * intervalMs))
    if (!seat.running) return
    seat.endanger(process)
    const transaction = client.begin()
    let step: Step = 'done'
    for (let rounds = 1 + random.int(2); rounds > 0 && step === 'done'; rounds--) {
      step = await client.write(transaction, drawDeliveries(random, logs))
    }
    if (random.int(100) < DAWDLES_OF_100) await process.sleep(client.options.timeoutMs * 1.3)
    const commit = step === 'done' && random.int(100) >= ABORTS_OF_100
    if (step === 'fenced' || !(await finish(client, transaction, commit))) return
  }
}

/** Ends a transaction, by an abort when it cannot be committed any more. False = the process must end. */
export async function finish(client: TransactionalClient, transaction: Transaction, commit: boolean): Promise<boolean> {
  const step = await client.end(transaction, commit)
  if (step !== 'abort') return step === 'done'
  return (await client.end(transaction, false)) === 'done'
}

function drawDeliveries(random: Random, logs: readonly TransactionLog[]): Delivery[] {
  const count = 1 + random.int(Math.min(3, logs.length))
  const first = random.int(logs.length)
  return Array.from({ length: count }, (_, turn) => {
    const log = logs[(first + turn) % logs.length]!
    const number = log.sends.length
    return { log, values: Array.from({ length: 1 + random.int(RECORDS_MAX) }, (__, index) => `${number}.${index}`) }
  })
}
