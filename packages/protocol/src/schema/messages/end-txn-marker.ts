import { data, int32 } from '../schema.ts'

/** Value of the control record that commits or aborts a transaction. */
export const endTxnMarker = data({
  name: 'EndTxnMarker',
  versions: '0',
  flexible: 'none',
  fields: [int32('coordinatorEpoch', '0+')]
})
