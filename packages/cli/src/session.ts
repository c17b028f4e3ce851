import type { Clock } from '@gregor/base'
import type { Cluster } from './client/cluster.ts'

/** What a command on a running cluster has to work with. */
export interface Session {
  readonly cluster: Cluster
  readonly clock: Clock
  /** Resolves after so many milliseconds, earlier when `until` aborts: by default when the command is asked to end. */
  readonly pause: (delayMs: number, until?: AbortSignal) => Promise<void>
  /** An id that nobody else has, as Kafka writes UUIDs: 22 characters. */
  readonly newId: () => string
  /** Whether the user asked for the end (SIGINT, SIGTERM, a closed pipe). */
  readonly stopping: AbortSignal
  /** Prints a line at once. Resolves when there is room for more, or the command is asked to end. */
  readonly print: (line: string) => Promise<void>
  /** Prints a remark beside the result (stderr). */
  readonly remark: (line: string) => void
  /** Shows a person who waits how many records are done, of how many where that is known. Cheap: may be called often. */
  readonly progress: (done: number, total?: number) => void
  /** The lines of standard input, those that came together at once. */
  readonly lines: () => AsyncIterable<readonly string[]>
  /**
   * Asks an HTTP server for its time: the Date header, in whole seconds, and how long the answer took. Undefined when it does not
   * answer, or without one.
   */
  readonly httpDate: (host: string, port: number) => Promise<{ dateMs: number; tookMs: number } | undefined>
  /** Reads a document of an HTTP server. Rejects when it cannot be reached. */
  readonly httpGet: (
    host: string,
    port: number,
    path: string
  ) => Promise<{ readonly status: number; readonly text: string }>
  /** Whether a person's terminal shows what is printed. */
  readonly terminal: boolean
}
