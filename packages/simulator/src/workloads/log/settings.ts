import type { Random } from '@gregor/base'

/** How much clients do. */
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
  /** Records shorter than this are filled up: long ones are torn by a power cut in their middle. */
  readonly valueBytesMin: number
  /** After this long without an answer that settles it, a batch is given up. */
  readonly deliveryTimeoutMs: number
}

/** What a run does when nobody says otherwise: enough to meet every fault, little enough to be cheap. */
export function drawLogSettings(random: Random): LogWorkloadSettings {
  const pick = (values: readonly number[]): number => values[random.int(values.length)]!
  return {
    idempotentProducers: pick([1, 2]),
    allProducers: 1,
    oneProducers: pick([0, 1]),
    batchesPerSecond: pick([10, 15, 30]),
    readers: pick([1, 2]),
    asksPerSecond: 3,
    valueBytesMin: pick([0, 0, 0, 700]),
    deliveryTimeoutMs: pick([3_000, 8_000, 15_000])
  }
}
