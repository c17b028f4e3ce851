import type { BrokerId } from '@gregor/base'

/** A broker that may get replicas. */
export interface PlacementBroker {
  readonly id: BrokerId
  readonly rack: string | undefined
}

export interface PlacementRequest {
  /** The brokers that may get replicas; not empty. */
  readonly brokers: readonly PlacementBroker[]
  readonly partitionCount: number
  /** At most the number of brokers. */
  readonly replicationFactor: number
  /** Where to begin, at random: topics of one partition would all go to the same broker otherwise. */
  readonly start: number
  /** Index of the first partition to place, when a topic grows. */
  readonly firstPartition?: number
}

/**
 * The replicas of each partition, preferred leader first. Leaders go round all brokers evenly; the replicas of a
 * partition lie in different racks as far as there are racks, and on different brokers always. The brokers that follow
 * a leader change with each round, so that the load of a dead broker spreads over all others.
 */
export function placeReplicas(request: PlacementRequest): BrokerId[][] {
  const ring = interleaveRacks(request.brokers)
  const { partitionCount, replicationFactor, start, firstPartition = 0 } = request
  return Array.from({ length: partitionCount }, (_, index) => {
    const turn = firstPartition + index
    const leader = (start + turn) % ring.length
    const shift = Math.floor((start + turn) / ring.length)
    return replicasFrom(ring, leader, shift, replicationFactor)
  })
}

/** Leader first, then the brokers after it: those of unused racks before those of used ones. */
function replicasFrom(ring: readonly PlacementBroker[], leader: number, shift: number, count: number): BrokerId[] {
  const first = ring[leader]!
  const others = Array.from({ length: ring.length - 1 }, (_, step) => {
    const place = (step + shift) % (ring.length - 1)
    return ring[(leader + 1 + place) % ring.length]!
  })
  const chosen = [first]
  while (chosen.length < count) {
    const uses = (broker: PlacementBroker): number => chosen.filter((other) => sameRack(other, broker)).length
    const candidates = others.filter((broker) => !chosen.includes(broker))
    const next = candidates.reduce((best, broker) => (uses(broker) < uses(best) ? broker : best))
    chosen.push(next)
  }
  return chosen.map((broker) => broker.id)
}

/** A broker without a rack is a rack of its own. */
function sameRack(left: PlacementBroker, right: PlacementBroker): boolean {
  return left.rack === undefined ? left.id === right.id : left.rack === right.rack
}

/** Brokers ordered so that neighbours are in different racks: one of each rack, then the next of each. */
function interleaveRacks(brokers: readonly PlacementBroker[]): PlacementBroker[] {
  const racks = new Map<string, PlacementBroker[]>()
  for (const broker of [...brokers].sort((left, right) => left.id - right.id)) {
    const rack = broker.rack === undefined ? `broker ${broker.id}` : `rack ${broker.rack}`
    const members = racks.get(rack)
    if (members === undefined) racks.set(rack, [broker])
    else members.push(broker)
  }
  const ring: PlacementBroker[] = []
  for (let round = 0; ring.length < brokers.length; round++) {
    for (const members of racks.values()) {
      const member = members[round]
      if (member !== undefined) ring.push(member)
    }
  }
  return ring
}
