import { data, string } from '../schema.ts'

/** Key of a transaction in __transaction_state; its leading int16 is 0. */
export const transactionLogKey = data({
  name: 'TransactionLogKey',
  versions: '0',
  flexible: 'none',
  fields: [string('transactionalId', '0')]
})
