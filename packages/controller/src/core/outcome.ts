import type { MetadataRecord } from '@gregor/metadata'

/** What an operation decided: records to commit, and the answer to give once they are. It has changed nothing itself. */
export interface Outcome<Response> {
  readonly records: readonly MetadataRecord[]
  readonly response: Response
}

/** The most records that one request of a client may cause: one entry of the metadata log must hold them. (As in Kafka.) */
export const requestRecordsMax = 10_000

/** Records in one entry of the metadata log; what comes of more takes several entries. */
export const entryRecordsMax = requestRecordsMax

/** The index of the last entry that holds `records`, the first being at `context.index`. */
export function lastIndexOf(records: readonly MetadataRecord[], context: { readonly index: number }): number {
  return context.index + Math.max(Math.ceil(records.length / entryRecordsMax), 1) - 1
}

/** A refusal in terms of the Kafka protocol. */
export interface Refusal {
  readonly code: number
  readonly message: string
}

/** Makes a refusal. */
export const refusal = (code: number, message: string): Refusal => ({ code, message })
