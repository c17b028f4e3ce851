import { mutantsOf } from './mutant.ts'

/** The driver of the quorum's member: disk, messages and state machine around the core. */
export const controllerRaftMutants = mutantsOf('controller', [
  {
    name: 'driver-sends-before-write',
    file: 'raft/raft-driver.js',
    find: 'this.#send(ready.messages);',
    replace: 'this.#send([...ready.messages, ...ready.messagesAfterPersist]);',
    breaks: 'Messages that depend on a write leave before it is durable.',
    bug: 'B3',
    violates: ['R1', 'R6', 'R7']
  },
  {
    name: 'driver-does-not-wait-for-disk',
    file: 'raft/raft-writer.js',
    find: 'await storage.write(merge(readies));',
    replace: 'storage.write(merge(readies)).catch(() => {});',
    breaks: 'A write counts as durable when it begins.',
    bug: 'B3',
    violates: ['R1', 'R6', 'R7']
  },
  {
    name: 'driver-writes-first-vote-only',
    file: 'raft/raft-writer.js',
    find: 'hardState: readies.findLast(',
    replace: 'hardState: readies.find(',
    breaks: 'Of several votes that are written together the first is kept, not the last.',
    bug: 'B3',
    violates: ['R1', 'R6']
  },
  {
    name: 'driver-sync-of-first-ready-only',
    file: 'raft/raft-writer.js',
    find: 'sync: readies.some((ready) => ready.mustSync)',
    replace: 'sync: readies[0].mustSync',
    breaks: 'A write of several steps is synced only when the first of them asks for it.',
    violates: ['R1', 'R6', 'R7']
  },
  {
    name: 'driver-active-too-early',
    file: 'raft/raft-driver.js',
    find: "if (soft.role !== 'leader' || soft.term !== before.term)\n            this.#deactivate();",
    replace:
      "if (soft.role !== 'leader' || soft.term !== before.term)\n            this.#deactivate();\n        if (soft.role === 'leader' && !this.#active) {\n            this.#active = true;\n            this.#options.listener.onActive();\n        }",
    breaks: 'A new controller decides before it has applied all that its predecessors committed.',
    bug: 'B20',
    violates: ['P1', 'P2', 'P7']
  },
  {
    name: 'controller-answers-before-commit',
    file: 'node/active-controller.js',
    find: 'const end = await outcome;',
    replace: "void outcome;\n        const end = 'committed';",
    breaks: 'The controller answers before what it decided is committed.',
    violates: ['P3', 'P6']
  },
  {
    name: 'controller-does-not-run-ahead',
    file: 'node/active-controller.js',
    find: 'core.proposed(firstIndex + offset, chunk, nowMs);',
    replace: 'void chunk;',
    breaks: 'The controller does not see its own decisions, and decides on an image that is out of date.',
    violates: ['P1', 'P7', 'P9']
  }
])
