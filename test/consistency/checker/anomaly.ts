/** The anomalies that the checker knows, each with what it means. */
export const anomalyKinds = {
  'lost-write': 'an acknowledged value is in no place at the end',
  'ack-offset-mismatch': 'an acknowledged value is not at the offset that its acknowledgement gave',
  duplicate:
    'a value is at more offsets than it may have been appended at; of an idempotent producer, at more than one',
  'nonmonotonic-send': 'a later batch is before an earlier one, of one producer or after its acknowledgement',
  'torn-batch': 'the values of one batch do not follow one another, or some of them are missing',
  phantom: 'a value that nobody sent to this partition',
  'aborted-read': 'a value is read though every attempt to write it was refused, or its transaction was aborted',
  'inconsistent-offsets': 'one offset has two values',
  vanished: 'a value that was read is gone at the end',
  'replica-lacks': 'a replica has not what another one has, though all is healed',
  'uncommitted-read':
    'a record is served that is not below the high watermark, or, as committed, not below the last stable offset',
  'dirty-read': 'a record is read as committed before its producer asked for the commit',
  'lost-commit': 'a record of a committed transaction is in no place at the end',
  'torn-transaction': 'of a transaction some records are committed at the end, and others are not',
  'poll-skip': 'a reader of an assigned partition misses offsets, or a committed record',
  'nonmonotonic-poll': 'a reader of an assigned partition goes back',
  'end-regress': 'the end of a partition goes back, or is before what had been acknowledged',
  'commit-regress': 'a committed offset goes back',
  'commit-phantom': 'a committed offset that nobody committed',
  complaint: 'an answer that no client should get'
} as const

export type AnomalyKind = keyof typeof anomalyKinds

/** Something that must not be in a history. */
export interface Anomaly {
  readonly kind: AnomalyKind
  readonly message: string
}
