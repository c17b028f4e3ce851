import type { Clock, Gauge, Metrics } from '@gregor/base'
import { noNode, type RaftStatus } from 'raft-ts'
import { controllerMetrics } from '../metrics.ts'
import type { RaftStorage } from '../raft/raft-storage.ts'
import { RecentRate } from './recent.ts'

/** Kafka's words for what a member is, but for those of states that raft-ts has not. */
const states = ['leader', 'candidate', 'prospective', 'follower', 'observer'] as const
type State = (typeof states)[number]

/** Tells what the quorum is like from here, whenever somebody looks. `status` is undefined until this node is a member. */
export function keepRaftMetrics(metrics: Metrics, clock: Clock, status: () => RaftStatus | undefined): void {
  const gauge = (name: keyof typeof controllerMetrics): Gauge => metrics.gauge(controllerMetrics[name])
  const epoch = gauge('raftEpoch')
  const leader = gauge('raftLeader')
  const vote = gauge('raftVote')
  const highWatermark = gauge('raftHighWatermark')
  const logEnd = gauge('raftLogEnd')
  const committed = gauge('committedIndex')
  const voters = gauge('raftVoters')
  const observers = gauge('raftObservers')
  const appendRate = gauge('appendRate')
  const fetchRate = gauge('fetchRate')
  const stateGauges = states.map((state) => [state, metrics.gauge(controllerMetrics.raftState, { state })] as const)
  const rate = new RecentRate(clock)
  const showMembers = memberGauges(metrics)
  metrics.onScrape(() => {
    const now = status()
    if (now === undefined) return
    const state = stateOf(now)
    epoch.set(now.term)
    leader.set(now.leaderId === noNode ? -1 : now.leaderId)
    vote.set(now.vote === noNode ? -1 : now.vote)
    highWatermark.set(now.commitIndex + 1)
    logEnd.set(now.lastIndex + 1)
    committed.set(now.commitIndex)
    voters.set(now.confState.voters.length)
    observers.set(now.confState.learners.length)
    for (const [name, one] of stateGauges) one.set(name === state ? 1 : 0)
    const perSecond = rate.look(now.lastIndex)
    appendRate.set(state === 'leader' ? perSecond : 0)
    fetchRate.set(state === 'leader' ? 0 : perSecond)
    showMembers(now)
  })
}

/** How far members are behind the leader; those that it told of and tells of no more are at 0. */
function memberGauges(metrics: Metrics): (status: RaftStatus) => void {
  const seen = new Set<number>()
  return ({ members, lastIndex, id: self }) => {
    const lags = new Map(members.map(({ id, matchIndex }) => [id, Math.max(0, lastIndex - matchIndex)]))
    for (const id of lags.keys()) if (id !== self) seen.add(id)
    for (const id of seen) {
      metrics.gauge(controllerMetrics.raftMemberLag, { member: String(id) }).set(lags.get(id) ?? 0)
    }
  }
}

function stateOf({ role, id, confState }: RaftStatus): State {
  switch (role) {
    case 'leader':
    case 'candidate':
      return role
    case 'preCandidate':
      return 'prospective'
    case 'follower':
      return confState.voters.includes(id) ? 'follower' : 'observer'
  }
}

/** The same storage, with the time of its writes told. */
export function measuredStorage(storage: RaftStorage, metrics: Metrics, clock: Clock): RaftStorage {
  const seconds = metrics.histogram(controllerMetrics.raftWriteSeconds)
  return {
    load: () => storage.load(),
    async write(write) {
      const beganMs = clock.monotonicMs()
      await storage.write(write)
      seconds.observe((clock.monotonicMs() - beganMs) / 1000)
    },
    compact: (snapshot, firstIndex) => storage.compact(snapshot, firstIndex),
    close: () => storage.close()
  }
}
