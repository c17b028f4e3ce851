/** How much clients do. A run may be given less or more. */
export interface LogWorkloadSettings {
  /** Producers of each kind: idempotent, acks=all without ids, acks=1. */
  readonly idempotentProducers: number
  readonly allProducers: number
  readonly oneProducers: number
  /** Of all producers together. */
  readonly batchesPerSecond: number
  readonly readers: number
  /** Questions for offsets. */
  readonly asksPerSecond: number
  /** After this long without an answer that settles it, a batch is given up. */
  readonly deliveryTimeoutMs: number
}

export const LOG_WORKLOAD_DEFAULTS: LogWorkloadSettings = {
  idempotentProducers: 2,
  allProducers: 1,
  oneProducers: 1,
  batchesPerSecond: 30,
  readers: 2,
  asksPerSecond: 4,
  deliveryTimeoutMs: 15_000
}
