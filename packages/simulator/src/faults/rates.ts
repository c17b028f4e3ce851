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
  'loneController',
  'cutOneWay',
  'cutPair',
  'islands',
  'clog',
  'diskFull',
  'diskShort',
  'diskErrors',
  'slowDisk',
  'bitFlip',
  'wipe',
  'clockJump',
  'logDirFails'
] as const

export type FaultKind = (typeof faultKinds)[number]

/** Per simulated minute; a kind that is missing does not happen. */
export type FaultRates = ReadonlyMap<FaultKind, number>

const most: Record<FaultKind, number> = {
  kill: 40,
  killLeader: 40,
  killController: 40,
  powerCut: 30,
  clusterPowerCut: 12,
  freeze: 30,
  stop: 30,
  isolate: 30,
  loneController: 30,
  cutOneWay: 30,
  cutPair: 30,
  islands: 16,
  clog: 40,
  diskFull: 12,
  diskShort: 20,
  diskErrors: 12,
  slowDisk: 20,
  bitFlip: 30,
  wipe: 30,
  clockJump: 20,
  logDirFails: 40
}

/** Of a cluster whose nodes have two log dirs, one of which fails in most of the runs. */
export function withLogDirFailures(faults: FaultRates, random: SeededRandom): FaultRates {
  if (random.chance(0.2)) return faults
  return new Map([...faults, ['logDirFails', random.between(1, most.logDirFails)]])
}

/** Each kind is off in most of the runs, and the failures of a log dir are drawn elsewhere. In some, those that are there come thick and fast. */
export function drawFaults(random: SeededRandom): FaultRates {
  const rates = new Map<FaultKind, number>()
  const storm = random.chance(0.2) ? 3 : 1
  for (const kind of faultKinds) {
    if (kind === 'logDirFails') continue
    const drawn = random.chance(0.3)
    const rate = random.between(1, most[kind]) * storm
    if (drawn) rates.set(kind, rate)
  }
  return rates
}
