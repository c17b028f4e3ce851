import { LeaderEpoch, NO_BROKER, PartitionEpoch, type BrokerId } from '@gregor/base'
import { partitionRecord, type PartitionImage, type PartitionRecord } from '@gregor/metadata'

/** What decides about a partition besides its own state. */
export interface PartitionRules {
  /** Whether a broker may lead: registered, unfenced, not shutting down. */
  readonly canLead: (broker: BrokerId) => boolean
  /** `min.insync.replicas` of the topic, at most its replication factor. */
  readonly minIsr: number
  /** `unclean.leader.election.enable` of the topic, or an explicit wish. */
  readonly unclean: boolean
}

export interface PartitionWish {
  /** The in-sync replicas wanted; default: those there are. */
  readonly isr?: readonly BrokerId[]
  /** Its log may lack acknowledged records: it must not lead before it has caught up, unless nobody else can. */
  readonly untrusted?: BrokerId | undefined
  /** Its log is gone: it must not lead before it has caught up. */
  readonly wiped?: BrokerId | undefined
  /** Prefer the first replica to the present leader. */
  readonly preferred?: boolean
  /** Begin a new leader epoch even when the leader stays: what it knows of its followers is void. */
  readonly newEpoch?: boolean
}

type Membership = Pick<PartitionImage, 'isr' | 'elr' | 'lastKnownElr'>

/**
 * The record that brings a partition to what is wanted, with a leader when any replica may lead; undefined when nothing
 * changes. A leader comes from the in-sync replicas, else from the eligible ones (KIP-966), else it is the one that led
 * last, else, when unclean elections are allowed, any replica.
 */
export function changePartition(
  partition: PartitionImage,
  wish: PartitionWish,
  rules: PartitionRules
): PartitionRecord | undefined {
  const newEpoch = wish.newEpoch === true
  const membership = nextMembership(partition, wish, rules)
  const { leader, ...elected } = elect(partition, membership, { ...rules, preferred: wish.preferred ?? false })
  const state: PartitionImage = {
    ...partition,
    ...elected,
    leader,
    leaderEpoch: LeaderEpoch(partition.leaderEpoch + (leader === partition.leader && !newEpoch ? 0 : 1)),
    partitionEpoch: PartitionEpoch(partition.partitionEpoch + 1)
  }
  return sameState(partition, state) && !newEpoch ? undefined : partitionRecord(state)
}

/**
 * While fewer than min.insync.replicas are in sync, those that left since keep every committed record, since the high
 * watermark stands still: they stay eligible to lead (KIP-966).
 */
function nextMembership(partition: PartitionImage, wish: PartitionWish, rules: PartitionRules): Membership {
  const { replicas, leader } = partition
  const trusted = (broker: BrokerId): boolean => broker !== wish.untrusted && broker !== wish.wiped
  const isr = (wish.isr ?? partition.isr).filter(trusted)
  if (isr.length >= rules.minIsr) return { isr, elr: [], lastKnownElr: [] }
  const were = replicas.filter((broker) => partition.elr.includes(broker) || partition.isr.includes(broker))
  const elr = were.filter((broker) => !isr.includes(broker) && trusted(broker))
  const known = partition.lastKnownElr.filter((broker) => broker !== wish.wiped)
  if (isr.length > 0 || elr.length > 0 || known.length > 0) return { isr, elr, lastKnownElr: known }
  // Nobody is left that surely has everything: the one that led last is the one to wait for.
  const last = leader === NO_BROKER ? were[0] : leader
  return { isr, elr, lastKnownElr: last === undefined || last === wish.wiped ? [] : [last] }
}

interface Election extends PartitionRules {
  readonly preferred: boolean
}

function elect(partition: PartitionImage, now: Membership, rules: Election): Membership & { leader: BrokerId } {
  const { replicas, leader: old } = partition
  const { isr, elr, lastKnownElr } = now
  const canLead = (broker: BrokerId): boolean => rules.canLead(broker)
  const first = (candidates: readonly BrokerId[]): BrokerId | undefined =>
    replicas.find((broker) => candidates.includes(broker) && canLead(broker))

  const stays = isr.includes(old) && canLead(old)
  const inSync = stays && !(rules.preferred && first(isr) === replicas[0]) ? old : first(isr)
  if (inSync !== undefined) return { ...now, leader: inSync }
  // Someone in sync is still alive (shutting down, say): nobody else may take over its place.
  if (isr.length > 0) return { ...now, leader: NO_BROKER }
  const eligible = first(elr)
  if (eligible !== undefined) return leadAlone(eligible, now, rules)
  const lastKnown = elr.length === 0 ? first(lastKnownElr) : undefined
  if (lastKnown !== undefined) return leadAlone(lastKnown, now, rules)
  const anyone = rules.unclean ? first(replicas) : undefined
  if (anyone !== undefined) return { isr: [anyone], elr: [], lastKnownElr: [], leader: anyone }
  return { ...now, leader: NO_BROKER }
}

function leadAlone(leader: BrokerId, now: Membership, { minIsr }: PartitionRules): Membership & { leader: BrokerId } {
  const elr = minIsr > 1 ? now.elr.filter((broker) => broker !== leader) : []
  return { isr: [leader], elr, lastKnownElr: [], leader }
}

function sameState(left: PartitionImage, right: PartitionImage): boolean {
  return (
    left.leader === right.leader &&
    sameBrokers(left.isr, right.isr) &&
    sameBrokers(left.elr, right.elr) &&
    sameBrokers(left.lastKnownElr, right.lastKnownElr)
  )
}

function sameBrokers(left: readonly BrokerId[], right: readonly BrokerId[]): boolean {
  return left.length === right.length && left.every((broker, index) => broker === right[index])
}
