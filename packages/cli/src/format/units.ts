const binaryUnits = ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB'] as const

/** `1.5 GiB`. */
export function bytes(amount: number): string {
  const power = amount < 1 ? 0 : Math.min(Math.floor(Math.log2(amount) / 10), binaryUnits.length - 1)
  const value = amount / 1024 ** power
  return `${power === 0 ? value : value.toFixed(1)} ${binaryUnits[power]}`
}

/** `850 ms`, `12.3 s`, `5 min 3 s`, `7 h 12 min`, `3 d 4 h`. */
export function duration(ms: number): string {
  if (ms < 1000) return `${Math.round(ms)} ms`
  if (ms < 60_000) return `${(ms / 1000).toFixed(1)} s`
  const seconds = Math.round(ms / 1000)
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min ${seconds % 60} s`
  const minutes = Math.floor(seconds / 60)
  if (minutes < 1440) return `${Math.floor(minutes / 60)} h ${minutes % 60} min`
  return `${Math.floor(minutes / 1440)} d ${Math.floor((minutes % 1440) / 60)} h`
}

/** ISO 8601 in UTC; null for "none" (negative) and for what no calendar holds. */
export function time(timestampMs: number): string | null {
  return timestampMs < 0 || timestampMs > 8.64e15 ? null : new Date(timestampMs).toISOString()
}
