import { setTimeout as pause } from 'node:timers/promises'
import { Client, type ClientWorld, type RequestOptions, Violation, checkCode } from '@gregor/simulator'
import type { History } from '../checker/history.ts'

/** What all clients of a run share. */
export interface Stage {
  readonly world: ClientWorld
  readonly history: History
  readonly topic: string
  readonly partitions: number
  readonly complain: (message: string) => void
}

/** One client process of the log workload, whose loops ask by `await`. */
export class Actor {
  readonly stage: Stage
  readonly name: string
  readonly client: Client

  constructor(stage: Stage, name: string) {
    this.stage = stage
    this.name = name
    this.client = new Client(stage.world, { name, topics: [stage.topic] })
  }

  /** Resolves with undefined when nobody knows what became of the request. */
  ask<Request, RequestInput, Response, ResponseInput>(
    nodeId: number,
    options: RequestOptions<Request, RequestInput, Response, ResponseInput>
  ): Promise<Response | undefined> {
    return new Promise((resolve) => this.client.request(nodeId, options, resolve))
  }

  /** Waits a little, then asks for metadata: as before a retry. */
  backOff(failures: number): Promise<void> {
    return new Promise((resolve) => this.client.backOff(resolve, failures))
  }

  refresh(): Promise<void> {
    return new Promise((resolve) => this.client.refresh(resolve))
  }

  /** Waits between 0 and twice `meanMs`. */
  pause(meanMs: number): Promise<void> {
    return pause(this.stage.world.random.int(2 * meanMs + 1))
  }

  leaderOf(partition: number): { readonly leaderId: number; readonly leaderEpoch: number } | undefined {
    const told = this.client.view.leadership(this.stage.topic, partition)
    return told === undefined || told.leaderId < 0 ? undefined : told
  }

  /** Complains of a code that well-behaved clients must not get. */
  expect(api: Parameters<typeof checkCode>[0], code: number, what: string): void {
    try {
      checkCode(api, code, `${this.name}, ${what}`)
    } catch (error) {
      if (!(error instanceof Violation)) throw error
      this.stage.complain(error.message)
    }
  }
}
