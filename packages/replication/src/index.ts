export type * from './types.ts'
export { OffsetSpec } from './types.ts'
