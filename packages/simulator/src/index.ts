export { type Draw, drawRun } from './run/draw.ts'
export { type RunOptions, type RunReport, runSeed } from './run/run-seed.ts'
export { faultKinds, type FaultKind } from './faults/rates.ts'
export * from './types.ts'
