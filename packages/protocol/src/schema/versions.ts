import { invariant } from '@gregor/base'

/** Versions of a message, in the notation of the Kafka protocol guide: '3' one, '3-7' a range, '3+' from 3 on. */
export type Versions = `${number}+` | `${number}-${number}` | `${number}`

/** An inclusive range of versions; `max` is Infinity for an open one. */
export interface VersionRange {
  readonly min: number
  readonly max: number
}

/** Reads '3', '3-7' and '3+'. */
export function parseVersions(text: Versions): VersionRange {
  const match = /^(\d+)(\+|-(\d+))?$/.exec(text)
  invariant(match, 'version range is not of the form 3, 3-7 or 3+', { text })
  const min = Number(match[1])
  if (match[2] === undefined) return { min, max: min }
  return { min, max: match[2] === '+' ? Number.POSITIVE_INFINITY : Number(match[3]) }
}

/** What both ranges hold, or undefined when that is nothing. */
export function intersect(left: VersionRange, right: VersionRange): VersionRange | undefined {
  const min = Math.max(left.min, right.min)
  const max = Math.min(left.max, right.max)
  return min <= max ? { min, max } : undefined
}

/** Whether `outer` holds all of `inner`. */
export function covers(outer: VersionRange, inner: VersionRange): boolean {
  return outer.min <= inner.min && outer.max >= inner.max
}
