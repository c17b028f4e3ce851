import type { ClientConnection } from '../request-context.ts'

/**
 * Requests of one connection append in the order in which they came, even when one of them has to ask somebody first: a
 * producer's batches must not overtake each other.
 */
export class AppendOrder {
  /** The end of what waits on a connection: resolves when the last of them has appended. */
  readonly #tails = new WeakMap<ClientConnection, Promise<void>>()

  /** Calls `prepare` and then `append` with what it gives; at once, and without a promise, when nothing has to wait. */
  run<Ready extends object, Answer>(
    connection: ClientConnection,
    prepare: () => Ready | Promise<Ready>,
    append: (ready: Ready) => Promise<Answer>
  ): Promise<Answer> {
    const tail = this.#tails.get(connection)
    if (tail !== undefined) return this.#after(connection, tail.then(prepare), append)
    const ready = prepare()
    return ready instanceof Promise ? this.#after(connection, ready, append) : append(ready)
  }

  #after<Ready, Answer>(
    connection: ClientConnection,
    ready: Promise<Ready>,
    append: (ready: Ready) => Promise<Answer>
  ): Promise<Answer> {
    // Appends before those wait who come after: what is registered first is called first.
    const answer = ready.then(append)
    const tail = ready.then(
      () => {},
      () => {}
    )
    this.#tails.set(connection, tail)
    void tail.then(() => {
      if (this.#tails.get(connection) === tail) this.#tails.delete(connection)
    })
    return answer
  }
}
