import { asError } from '@gregor/base'
import type { RaftWrite } from '@gregor/controller'
import type { RaftMessage } from 'raft-ts'
import type { Checker, ObservedNode } from '../types.ts'

/** Tells all checkers what happens, and keeps the first failure. */
export class Watch {
  #checkers: readonly Checker[] = []
  failure: Error | undefined

  watch(checkers: readonly Checker[]): void {
    this.#checkers = checkers
  }

  fail(error: unknown): void {
    this.failure ??= asError(error)
  }

  started(node: ObservedNode): void {
    this.#tell((checker) => checker.started?.(node))
    node.running?.controller.onDelta((delta, image) => this.#tell((checker) => checker.applied?.(node, delta, image)))
  }

  stopped(node: ObservedNode): void {
    this.#tell((checker) => checker.stopped?.(node))
  }

  raftSent(node: ObservedNode, message: RaftMessage): void {
    this.#tell((checker) => checker.raftSent?.(node, message))
  }

  raftWritten(node: ObservedNode, write: RaftWrite): void {
    this.#tell((checker) => checker.raftWritten?.(node, write))
  }

  /** By far the most frequent. */
  afterEvent(node: ObservedNode): void {
    if (this.failure !== undefined) return
    try {
      for (const checker of this.#checkers) checker.afterEvent?.(node)
    } catch (error) {
      this.fail(error)
    }
  }

  async atEnd(): Promise<void> {
    for (const checker of this.#checkers) {
      if (this.failure !== undefined) return
      try {
        await checker.atEnd?.()
      } catch (error) {
        this.fail(error)
      }
    }
  }

  #tell(tell: (checker: Checker) => void): void {
    if (this.failure !== undefined) return
    try {
      for (const checker of this.#checkers) tell(checker)
    } catch (error) {
      this.fail(error)
    }
  }
}
