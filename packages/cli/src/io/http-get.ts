const timeoutMs = 10_000

/** Reads a document of an HTTP server. Rejects when it cannot be reached. */
export async function httpGet(host: string, port: number, path: string): Promise<{ status: number; text: string }> {
  const address = `http://${host.includes(':') ? `[${host}]` : host}:${port}${path}`
  const response = await fetch(address, { signal: AbortSignal.timeout(timeoutMs), redirect: 'error' })
  return { status: response.status, text: await response.text() }
}
