import { ProducerId } from '@gregor/base'
import type { ProducerIdAllocator } from './ports.ts'

/** Gives out producer ids one by one from blocks that the controller reserves for this broker. */
export class ProducerIds {
  private readonly allocator: ProducerIdAllocator
  private next = 0
  private end = 0
  /** The one block being asked for, whoever waits. */
  private asking: Promise<void> | undefined

  constructor(allocator: ProducerIdAllocator) {
    this.allocator = allocator
  }

  /** Rejects when the controller cannot be reached. */
  async take(): Promise<ProducerId> {
    while (this.next === this.end) {
      this.asking ??= this.ask()
      await this.asking
    }
    return ProducerId(this.next++)
  }

  private async ask(): Promise<void> {
    try {
      const { first, count } = await this.allocator.allocateProducerIds()
      this.next = first
      this.end = first + count
    } finally {
      this.asking = undefined
    }
  }
}
