import type { Assignor } from './assignor.ts'
import { assignRanges } from './range.ts'
import { assignUniformly } from './uniform.ts'

/** The assignors of this broker by the names that members ask for. */
export const assignors: ReadonlyMap<string, Assignor> = new Map([
  ['uniform', assignUniformly],
  ['range', assignRanges]
])
