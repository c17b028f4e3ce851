import { Violation } from '../../types.ts'
import type { ClientProcess } from '../client/client-process.ts'
import type { TransactionHistory } from './transaction-history.ts'
import type { TransactionLog } from './transaction-log.ts'
import { TransactionalClient, type TransactionalClientOptions } from './transactional-client.ts'

const TRIES_MAX = 5

/** L1: when everything is healed, a new process takes over a transactional id, and commits. */
export async function commitOnce(
  process: ClientProcess,
  options: {
    readonly history: TransactionHistory
    readonly producer: TransactionalClientOptions
    readonly logs: readonly TransactionLog[]
  }
): Promise<void> {
  const { history, producer, logs } = options
  const client = new TransactionalClient(process, history, producer)
  await client.initialize()
  for (let triesLeft = TRIES_MAX; triesLeft > 0; triesLeft--) {
    const transaction = client.begin()
    const deliveries = logs.map((log) => ({ log, values: [`last ${triesLeft}`] }))
    const step = await client.write(transaction, deliveries)
    if (client.clockRefuses) return
    const end = await client.end(transaction, step === 'done')
    if (end === 'done' && step === 'done') return
    if (end === 'abort') await client.end(transaction, false)
    else if (end === 'fenced') await client.initialize()
    await process.pause()
  }
  throw new Violation('L1', `${producer.transactionalId}: no transaction is committed after healing`)
}
