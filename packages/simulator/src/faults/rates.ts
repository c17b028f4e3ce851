import type { SeededRandom } from '../world/random.ts'

/** Kinds of trouble that a run may have, with how often each happens in a simulated minute. */
export const faultKinds = [
  'kill',
  'killLeader',
  'killController',
  'powerCut',
  'clusterPowerCut',
  'freeze',
  'stop',
  'isolate',
  'cutOneWay',
  'cutPair',
  'islands',
  'clog',
  'diskFull',
  'diskErrors',
  'slowDisk',
  'bitFlip',
  'wipe',
  'clockJump'
] as const

export type FaultKind = (typeof faultKinds)[number]

/** Per simulated minute; a kind that is missing does not happen. */
export type FaultRates = ReadonlyMap<FaultKind, number>

const most: Record<FaultKind, number> = {
  kill: 20,
  killLeader: 20,
  killController: 20,
  powerCut: 15,
  clusterPowerCut: 6,
  freeze: 15,
  stop: 15,
  isolate: 15,
  cutOneWay: 15,
  cutPair: 15,
  islands: 8,
  clog: 20,
  diskFull: 6,
  diskErrors: 6,
  slowDisk: 10,
  bitFlip: 4,
  wipe: 4,
  clockJump: 10
}

/** Each kind is off in more than half of the runs. */
export function drawFaults(random: SeededRandom): FaultRates {
  const rates = new Map<FaultKind, number>()
  for (const kind of faultKinds) {
    const drawn = random.chance(0.3)
    const rate = random.between(1, most[kind])
    if (drawn) rates.set(kind, rate)
  }
  return rates
}
