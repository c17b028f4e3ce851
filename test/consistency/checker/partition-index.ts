import type { EndAnswer, History, Poll, ReadRecord, Send } from './history.ts'

/** A history of one partition, with what rules look things up by. */
export interface PartitionIndex {
  readonly partition: number
  readonly sends: readonly Send[]
  readonly polls: readonly Poll[]
  readonly ends: readonly EndAnswer[]
  readonly finals: readonly Poll[]
  /** Who sent a value. */
  readonly senders: ReadonlyMap<string, Send>
  /** Offsets at which anybody read a value, in ascending order. */
  readonly places: ReadonlyMap<string, readonly number[]>
  /** What is at an offset at the end, by whichever of the final reads. */
  readonly final: ReadonlyMap<number, ReadRecord>
}

/** What an index is made of. */
type Entries = Pick<History, 'sends' | 'polls' | 'ends' | 'finals'>

export function indexPartitions(history: Entries): PartitionIndex[] {
  const numbers = new Set<number>()
  for (const list of [history.sends, history.polls, history.ends, history.finals]) {
    for (const { partition } of list) numbers.add(partition)
  }
  return [...numbers].sort((left, right) => left - right).map((partition) => indexOne(history, partition))
}

function indexOne(history: Entries, partition: number): PartitionIndex {
  const here = <Item extends { readonly partition: number }>(items: readonly Item[]) =>
    items.filter((item) => item.partition === partition)
  const sends = here(history.sends)
  const polls = here(history.polls)
  const finals = here(history.finals)
  const senders = new Map(sends.flatMap((send) => send.values.map((value) => [value, send] as const)))
  const final = new Map(finals.flatMap(({ records }) => records.map((record) => [record.offset, record] as const)))
  return {
    partition,
    sends,
    polls,
    ends: here(history.ends),
    finals,
    senders,
    places: placesOf([...polls, ...finals]),
    final
  }
}

function placesOf(polls: readonly Poll[]): Map<string, number[]> {
  const found = new Map<string, Set<number>>()
  for (const { records } of polls) {
    for (const { value, offset } of records) {
      const offsets = found.get(value)
      if (offsets === undefined) found.set(value, new Set([offset]))
      else offsets.add(offset)
    }
  }
  return new Map(Array.from(found, ([value, offsets]) => [value, [...offsets].sort((left, right) => left - right)]))
}

/** Whether a value is anywhere at the end. */
export function isThere({ places, final }: PartitionIndex, value: string): boolean {
  return (places.get(value) ?? []).some((at) => final.get(at)?.value === value)
}

/** A batch, for a message to people. */
export function describeSend({ producer, number, idempotent, attempts, possible, ack }: Send): string {
  const kind = idempotent ? 'idempotent' : 'plain'
  const fate = ack === undefined ? 'not acknowledged' : `acknowledged at ${ack.offset}`
  return `batch ${number} of ${producer} (${kind}, ${attempts} attempts, ${possible} of them perhaps appended, ${fate})`
}
