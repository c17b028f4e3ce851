import { covers, type VersionRange } from '../schema/versions.ts'

/** An expression that is true in `range`, for versions that lie in `reach` anyway; undefined when it is always true. */
export function inRange(range: VersionRange, reach: VersionRange): string | undefined {
  if (covers(range, reach)) return undefined
  const low = range.min > reach.min ? `version >= ${range.min}` : ''
  const high = range.max < reach.max ? `version <= ${range.max}` : ''
  return low && high ? `${low} && ${high}` : low || high
}

/** Whether `flexible` is settled for all versions in `reach`, or must be asked at run time. */
export function flexibility(flexibleFrom: number, reach: VersionRange): 'always' | 'never' | 'sometimes' {
  if (reach.min >= flexibleFrom) return 'always'
  return reach.max < flexibleFrom ? 'never' : 'sometimes'
}

export const indent = (text: string, by = 2): string => text.replace(/^(?=.)/gm, ' '.repeat(by))
