export type * from './types.ts'
export { ConfigResourceType } from './types.ts'
