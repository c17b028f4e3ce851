import { mutantsOf } from './mutant.ts'

/** Transactions, from the coordinator to the readers of committed data. */
export const transactionMutants = [
  ...mutantsOf('coordinator', [
    {
      name: 'transaction-marker-of-other-outcome',
      file: 'transaction/ending.js',
      find: 'commit: transaction.state === TransactionState.prepareCommit,',
      replace: 'commit: transaction.state !== TransactionState.empty,',
      breaks: 'What is aborted goes into the partitions as a commit.',
      violates: ['T4', 'T6']
    },
    {
      name: 'transaction-prepared-forgotten',
      file: 'transaction/transaction-core.js',
      find: 'if (isPrepared(transaction.state))\n                beginMarkers(turn, transactionalId, transaction);\n            else if',
      replace: 'if',
      breaks: 'A new coordinator leaves alone what the one before had decided.',
      violates: ['T7', 'L1', 'T4']
    },
    {
      name: 'transaction-stale-epoch-accepted',
      file: 'transaction/claims.js',
      find: 'transaction.producerEpoch === claim.producerEpoch',
      replace: 'transaction.producerEpoch >= claim.producerEpoch',
      breaks: 'A producer that was fenced goes on.',
      bug: 'B27',
      violates: ['T2', 'T4', 'T5']
    },
    {
      name: 'transaction-timeout-unseen',
      file: 'transaction/sweeps.js',
      find: '.monotonicMs >= turn.now.monotonicMs',
      replace: '.monotonicMs >= 0',
      breaks: 'Nobody ends a transaction whose producer is gone.',
      bug: 'B28',
      violates: ['T7', 'L1']
    },
    {
      name: 'transaction-offsets-of-aborted-count',
      file: 'group/group-core.js',
      find: 'if (!commits) {',
      replace: 'if (!commits && pendingOffsets === undefined) {',
      breaks: 'Offsets that were committed in a transaction count although it was aborted.',
      violates: ['T8']
    }
  ]),
  ...mutantsOf('log', [
    {
      name: 'transaction-open-is-stable',
      file: 'producer-state.js',
      find: 'let first = this.#firstOpen() ?? NO_OFFSET;',
      replace: 'let first = NO_OFFSET;',
      breaks: 'The last stable offset passes over transactions that are open.',
      violates: ['T3', 'T6']
    }
  ]),
  ...mutantsOf('broker', [
    {
      name: 'transaction-aborted-not-told',
      file: 'handlers/01-fetch.js',
      find: '(outcome.aborted ?? [])',
      replace: '[]',
      breaks: 'Readers of committed data are not told what was aborted.',
      violates: ['T6', 'T8']
    },
    {
      name: 'transaction-partition-not-added',
      file: 'transactions/transaction-verifier.js',
      find: 'verifyOnly: !adds',
      replace: 'verifyOnly: true',
      breaks: 'Leaders only ask for what they are to add to a transaction.',
      violates: ['L1', 'T4', 'T7']
    }
  ])
]
