/** Runs `work` for each item, at most `concurrencyMax` at a time. Rejects with the first failure; others may still run then. */
export async function forEachBounded<Item>(
  items: Iterable<Item>,
  concurrencyMax: number,
  work: (item: Item) => Promise<unknown>
): Promise<void> {
  const rest = items[Symbol.iterator]()
  const worker = async (): Promise<void> => {
    for (let next = rest.next(); next.done !== true; next = rest.next()) await work(next.value)
  }
  await Promise.all(Array.from({ length: concurrencyMax }, worker))
}
