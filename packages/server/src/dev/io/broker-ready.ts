import { setTimeout as pause } from 'node:timers/promises'
import type { LocalBrokerLayout } from '../layout.ts'

/** How long one question may take: a broker that is frozen accepts connections and answers none. */
const ANSWER_MS_MAX = 2_000

/** Asks a broker until it is ready. Rejects with what it said last when that takes too long, or it does not run. */
export async function brokerReady(
  { id, adminPort }: Pick<LocalBrokerLayout, 'id' | 'adminPort'>,
  options: { readonly host: string; readonly timeoutMs: number; readonly isRunning: () => boolean }
): Promise<void> {
  const { host, timeoutMs, isRunning } = options
  const deadline = performance.now() + timeoutMs
  let detail = 'no answer yet'
  while (performance.now() < deadline) {
    if (!isRunning()) throw new Error(`broker ${id} ended while it was starting`)
    const answer = await ask(`http://${host}:${adminPort}/readyz`)
    if (answer?.ok === true) return
    if (answer !== undefined) detail = answer.text
    await pause(25)
  }
  throw new Error(`broker ${id} is not ready after ${timeoutMs} ms: ${detail}`)
}

/** Undefined when there is no answer. */
async function ask(url: string): Promise<{ readonly ok: boolean; readonly text: string } | undefined> {
  try {
    const answer = await fetch(url, { signal: AbortSignal.timeout(ANSWER_MS_MAX) })
    return { ok: answer.ok, text: (await answer.text()).trim() }
  } catch {
    return undefined
  }
}
