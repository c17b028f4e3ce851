const timeoutMs = 2000

/** The time of an HTTP server by its Date header, and how long it took to say so; undefined when it does not. */
export async function httpDate(host: string, port: number): Promise<{ dateMs: number; tookMs: number } | undefined> {
  const startedMs = performance.now()
  try {
    const address = `http://${host.includes(':') ? `[${host}]` : host}:${port}/healthz`
    const response = await fetch(address, { signal: AbortSignal.timeout(timeoutMs), redirect: 'error' })
    const tookMs = performance.now() - startedMs
    await response.body?.cancel()
    const dateMs = Date.parse(response.headers.get('date') ?? '')
    return Number.isNaN(dateMs) ? undefined : { dateMs, tookMs }
  } catch {
    return undefined
  }
}
