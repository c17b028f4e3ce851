import { MemoryShare } from './memory-share.ts'

const mebibyte = 1024 * 1024

/** What Node itself needs: code, the heap of objects, native memory. */
const processBytes = 128 * mebibyte

/** Of each share of requests, so much must be free before paused sockets flow again. */
const requestsFreeToResume = 1 / 8

/** How `gregor.memory.max.bytes` is divided; all values in bytes. */
export interface MemoryPlan {
  /** All of the following, and garbage. */
  readonly buffers: number
  /** Requests of clients, from the moment their size is known until they are answered. */
  readonly requests: number
  /** Answers to clients, from before their records are read until the socket has taken them. */
  readonly answers: number
  /** Records that are appended and not in their files yet. */
  readonly unwritten: number
  /** The newest records of all logs, for readers at their ends; a part of `unwritten`'s share, which may push it aside. */
  readonly recentRecords: number
  readonly indexes: number
  /** Records on their way to followers. */
  readonly replication: number
}

/** The process has a fixed part; of the rest requests and answers get a quarter each, the logs five twelfths, replication the rest. */
export function planMemory(bytesMax: number): MemoryPlan {
  const buffers = bytesMax - processBytes
  const part = (twelfths: number): number => Math.floor((buffers * twelfths) / 12)
  return {
    buffers,
    requests: part(3),
    answers: part(3),
    unwritten: part(4),
    recentRecords: part(2),
    indexes: part(1),
    replication: part(1)
  }
}

/** The memory that all connections of clients share. */
export interface BrokerMemory {
  readonly requests: MemoryShare
  readonly answers: MemoryShare
}

export function createBrokerMemory({ requests, answers }: Pick<MemoryPlan, 'requests' | 'answers'>): BrokerMemory {
  return {
    requests: new MemoryShare({
      bytesMax: requests,
      bytesResume: Math.floor(requests * (1 - requestsFreeToResume))
    }),
    answers: new MemoryShare({ bytesMax: answers })
  }
}
