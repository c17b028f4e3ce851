import { ErrorCode } from '@gregor/protocol'
import { ListOffsetsApi } from '@gregor/protocol/messages/list-offsets'
import { MortalActor } from './mortal-actor.ts'

const latest = -1
const earliest = -2
const pauseMs = 60

/** Asks leaders, in the epoch in which it believes them to lead, where their partitions begin and end. */
export class OffsetAsker extends MortalActor {
  protected override async live(): Promise<void> {
    let failures = 0
    while (this.running) {
      const answered = await this.#ask(this.stage.world.random.int(this.stage.partitions))
      failures = answered ? 0 : failures + 1
      if (answered) await this.pause(pauseMs)
      else await this.backOff(failures)
    }
  }

  async #ask(partition: number): Promise<boolean> {
    const { topic, world, history, complain } = this.stage
    const leader = this.leaderOf(partition)
    if (leader === undefined) return false
    const { leaderId, leaderEpoch } = leader
    const timestamp = world.random.int(5) === 0 ? earliest : latest
    const partitions = [{ partitionIndex: partition, currentLeaderEpoch: leaderEpoch, timestamp }]
    const message = { replicaId: -1, topics: [{ name: topic, partitions }], timeoutMs: 1000 }
    const askedMs = world.clock.monotonicMs()
    const response = await this.ask(leaderId, { api: ListOffsetsApi, version: 7, message })
    const answer = response?.topics[0]?.partitions[0]
    if (answer === undefined) return false
    const { errorCode, offset } = answer
    this.expect('ListOffsets', errorCode, `partition ${partition}`)
    if (errorCode !== ErrorCode.NONE) return false
    if (timestamp === latest) {
      history.ends.push({ partition, leaderEpoch, end: offset, askedMs, answeredMs: world.clock.monotonicMs() })
    } else if (offset !== 0) complain(`${this.name}, partition ${partition}: the log starts at ${offset}`)
    return true
  }
}
