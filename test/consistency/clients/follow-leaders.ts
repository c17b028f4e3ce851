import { ErrorCode } from '@gregor/protocol'
import type { PartitionData } from '@gregor/protocol/messages/fetch'
import { type IsolationLevel, type Position, fetchFrom } from './fetch.ts'
import type { MortalActor } from './mortal-actor.ts'

export interface Following {
  readonly positions: readonly Position[]
  readonly isolationLevel: IsolationLevel
  /** Takes what the leader answered for the offset at which a position is, and moves that. */
  readonly take: (position: Position, data: PartitionData) => void
}

/** Reads from whichever brokers lead partitions, as the logs grow, until the reader ends. */
export async function followLeaders(reader: MortalActor, following: Following): Promise<void> {
  await Promise.all(reader.stage.world.brokerIds.map((nodeId) => followOne(reader, nodeId, following)))
}

/** Reads from one broker what it leads. */
async function followOne(reader: MortalActor, nodeId: number, following: Following): Promise<void> {
  const { positions, isolationLevel } = following
  for (let failures = 0; reader.running;) {
    const led = positions.flatMap((position) => {
      const leader = reader.leaderOf(position.partition)
      return leader?.leaderId === nodeId ? [{ position, leaderEpoch: leader.leaderEpoch }] : []
    })
    const asked = led.map(({ position, leaderEpoch }) => ({ ...position, leaderEpoch }))
    const answer = led.length === 0 ? undefined : await fetchFrom(reader, nodeId, asked, isolationLevel)
    // A broker that leads since may have been faster than this one, which was frozen: clients pass over such an answer.
    const isStale = (position: Position, index: number): boolean => position.offset !== asked[index]!.offset
    const good = led.filter(
      ({ position }, index) =>
        isStale(position, index) || takeGood(reader, position, { data: answer?.get(position.partition), following })
    )
    if (good.length === led.length && led.length > 0) failures = 0
    else if (reader.running) await reader.backOff(failures++)
  }
}

/** Tells whether the leader answered with records, or that there are none yet. */
function takeGood(
  reader: MortalActor,
  position: Position,
  { data, following }: { readonly data: PartitionData | undefined; readonly following: Following }
): boolean {
  if (data === undefined || reader.crashed) return false
  const { errorCode, currentLeader } = data
  const { topic, complain } = reader.stage
  const { partition, offset } = position
  if (errorCode === ErrorCode.OFFSET_OUT_OF_RANGE) {
    complain(`${reader.name}, partition ${partition}: offset ${offset}, which was read up to, is out of range`)
  }
  if (currentLeader.leaderId >= 0) reader.client.view.hint(topic, partition, currentLeader)
  if (errorCode !== ErrorCode.NONE) return false
  following.take(position, data)
  return true
}
