export type * from './peer-stream.ts'
