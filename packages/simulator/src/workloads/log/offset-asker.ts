import { ErrorCode } from '@gregor/protocol'
import {
  ListOffsetsApi,
  type ListOffsetsPartitionResponse,
  type ListOffsetsResponse
} from '@gregor/protocol/messages/list-offsets'
import { Violation, type ClientWorld } from '../../types.ts'
import { Client } from '../client/client.ts'
import { checkCode } from '../history/codes.ts'
import type { LogHistory } from '../history/log-history.ts'
import type { AskedEnd } from '../history/offset-claims.ts'
import type { PartitionHistory } from '../history/partition-history.ts'

const LATEST = -1
const EARLIEST = -2
const MAX_TIMESTAMP = -3
/** Mostly the end of the partition, which tells most. */
const QUESTIONS: readonly number[] = [LATEST, LATEST, LATEST, EARLIEST, MAX_TIMESTAMP]

/** Asks leaders for the ends of their partitions. */
export class OffsetAsker {
  readonly client: Client
  readonly #world: ClientWorld
  readonly #history: LogHistory
  readonly #intervalMs: number
  readonly #version: number
  #running = false
  #busy = false
  readonly counts = { asked: 0, answered: 0 }

  constructor(
    world: ClientWorld,
    history: LogHistory,
    options: { readonly name: string; readonly topics: readonly string[]; readonly intervalMs: number }
  ) {
    this.#world = world
    this.#history = history
    this.#intervalMs = options.intervalMs
    this.client = new Client(world, options)
    this.#version = 7 + world.random.int(5)
  }

  get idle(): boolean {
    return !this.#running && !this.#busy
  }

  start(): void {
    this.#running = true
    this.client.refresh(() => this.#tick())
  }

  stop(): void {
    this.#running = false
  }

  #tick(): void {
    if (!this.#running) return
    if (!this.#busy) this.#ask()
    this.#world.scheduler.after(1 + this.#world.random.int(2 * this.#intervalMs), () => this.#tick())
  }

  #ask(): void {
    const { random } = this.#world
    const partition = this.#history.partitions[random.int(this.#history.partitions.length)]!
    const timestamp = QUESTIONS[random.int(QUESTIONS.length)]!
    const leadership = this.client.view.leadership(partition.topic, partition.index)
    this.#busy = true
    if (leadership === undefined || leadership.leaderId < 0) return this.#recover()
    // With its epoch a leader can tell that it is not the one meant; clients may leave it out.
    const currentLeaderEpoch = random.int(2) === 0 ? leadership.leaderEpoch : -1
    const partitions = [{ partitionIndex: partition.index, currentLeaderEpoch, timestamp }]
    const message = { replicaId: -1, topics: [{ name: partition.topic, partitions }], timeoutMs: 1000 }
    const end = partition.claims.ask()
    this.counts.asked++
    this.client.request(leadership.leaderId, { api: ListOffsetsApi, version: this.#version, message }, (response) =>
      this.#receive({ partition, timestamp, end }, response)
    )
  }

  #receive(
    { partition, timestamp, end }: { partition: PartitionHistory; timestamp: number; end: AskedEnd },
    response: ListOffsetsResponse | undefined
  ): void {
    const answer = response?.topics[0]?.partitions[0]
    if (answer === undefined) return this.#recover()
    checkCode('ListOffsets', answer.errorCode, `${this.client.name}, ${partition.name}`)
    if (answer.errorCode !== ErrorCode.NONE) return this.#recover()
    this.counts.answered++
    this.#busy = false
    this.#check(partition, { answer, timestamp, end })
  }

  #check(
    { name, claims }: PartitionHistory,
    options: { readonly answer: ListOffsetsPartitionResponse; readonly timestamp: number; readonly end: AskedEnd }
  ): void {
    const { answer, timestamp, end } = options
    const { offset, leaderEpoch } = answer
    const who = this.client.name
    if (timestamp === LATEST) {
      if (offset < 0) throw new Violation('B29', `${name}: ${who} is told that the latest offset is ${offset}`)
      return claims.answer(end, { leaderEpoch, claimed: offset, who })
    }
    if (timestamp === EARLIEST && offset !== 0) {
      throw new Violation('P15', `${name}: ${who} is told that the log starts at ${offset}; nothing was removed`)
    }
  }

  #recover(): void {
    this.client.backOff(() => {
      this.#busy = false
    })
  }
}
