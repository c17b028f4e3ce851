import { BrokerId, err, NO_BROKER, ok, type Result } from '@gregor/base'
import { placeReplicas, type BrokerRegistration } from '@gregor/metadata'
import { ErrorCode } from '@gregor/protocol'
import { refusal, type Refusal } from '../outcome.ts'
import { canLead, type ControllerState, type OperationContext } from '../state.ts'

/** The replicas of one partition, preferred leader first. */
export type Replicas = readonly BrokerId[]

/**
 * Replicas for `partitionCount` new partitions. Brokers that are up come first in each; when there are not enough of
 * them, the rest goes to registered brokers that are down, and is copied there when they come back.
 */
export function assignReplicas(
  state: ControllerState,
  context: OperationContext,
  options: { readonly partitionCount: number; readonly replicationFactor: number; readonly firstPartition?: number }
): Result<readonly Replicas[], Refusal> {
  const { partitionCount, replicationFactor, firstPartition = 0 } = options
  const all = [...state.image.brokers.values()]
  const up = all.filter((broker) => canLead(state, broker.id))
  const down = all.filter((broker) => !up.includes(broker))
  const problem = factorProblem(replicationFactor, { all, up })
  if (problem !== undefined) return err(refusal(ErrorCode.INVALID_REPLICATION_FACTOR, problem))
  const onUp = Math.min(replicationFactor, up.length)
  const start = context.random.int(up.length)
  const placed = placeReplicas({ brokers: up, partitionCount, replicationFactor: onUp, start, firstPartition })
  if (onUp === replicationFactor) return ok(placed)
  const rest = replicationFactor - onUp
  const more = placeReplicas({ brokers: down, partitionCount, replicationFactor: rest, start: 0, firstPartition })
  return ok(placed.map((replicas, index) => [...replicas, ...more[index]!]))
}

function factorProblem(
  factor: number,
  { all, up }: { readonly all: readonly BrokerRegistration[]; readonly up: readonly BrokerRegistration[] }
): string | undefined {
  if (factor > all.length) {
    return `Replication factor ${factor} is larger than the number of registered brokers, ${all.length}`
  }
  return up.length === 0 ? 'No broker is up to take the leadership of a new partition' : undefined
}

/** Checks replicas that a client chose for one partition. */
export function manualReplicas(state: ControllerState, ids: readonly number[]): Result<Replicas, Refusal> {
  const replicas = ids.map((id) => BrokerId(id))
  const refuse = (message: string): Result<Replicas, Refusal> =>
    err(refusal(ErrorCode.INVALID_REPLICA_ASSIGNMENT, message))
  if (replicas.length === 0) return refuse('The manual partition assignment includes an empty replica list')
  if (new Set(replicas).size < replicas.length) {
    return refuse(`The manual partition assignment ${ids.join(',')} names a broker twice`)
  }
  const stranger = replicas.find((broker) => !state.image.brokers.has(broker))
  if (stranger !== undefined) {
    return refuse(`The manual partition assignment includes broker ${stranger}, but no such broker is registered`)
  }
  if (!replicas.some((broker) => canLead(state, broker))) {
    return refuse(`All brokers of the manual partition assignment ${ids.join(',')} are down: nobody could lead`)
  }
  return ok(replicas)
}

/** Who is in sync in a new, empty partition, and who leads it. */
export function initialMembers(
  state: ControllerState,
  replicas: Replicas
): { readonly isr: Replicas; readonly leader: BrokerId } {
  const isr = replicas.filter((broker) => canLead(state, broker))
  return { isr, leader: isr[0] ?? NO_BROKER }
}
