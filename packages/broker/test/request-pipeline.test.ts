import { describe, expect, test } from '@jest/globals'
import type { Dispatcher, PreparedRequest, RequestOrigin, ResponseFrame } from '../src/dispatcher.ts'
import { createBrokerMemory } from '../src/memory/broker-memory.ts'
import { ConnectionMemory } from '../src/memory/connection-memory.ts'
import { CloseConnection } from '../src/request-context.ts'
import { RequestPipeline } from '../src/request-pipeline.ts'

/**
 * A pipeline whose requests are words: `p…` may be pipelined, `q…` has no response, `x…` closes the connection. The
 * test answers them when it wants; `events` tells what happened.
 */
class Story {
  readonly events: string[] = []
  readonly pipeline: RequestPipeline
  readonly shares = createBrokerMemory({ requests: 1000, answers: 1000 })
  readonly memory = new ConnectionMemory(this.shares)
  private readonly answers = new Map<string, (error?: Error) => void>()
  private origin: RequestOrigin | undefined

  constructor(options: { readonly requestsMax?: number; readonly bytesMax?: number } = {}) {
    const dispatcher: Pick<Dispatcher, 'prepare'> = { prepare: (frame, origin) => this.prepare(String(frame), origin) }
    this.pipeline = new RequestPipeline({
      dispatcher: dispatcher as Dispatcher,
      connection: { id: 1, listener: 'PLAINTEXT', remoteAddress: '::1', remotePort: 1, principal: 'User:ANONYMOUS' },
      memory: this.memory,
      requestsMax: options.requestsMax ?? 10,
      bytesMax: options.bytesMax ?? 1000,
      effects: {
        send: (response) => this.events.push(`sent ${Buffer.concat(response).toString()}`),
        close: (why) => this.events.push(`closed: ${why}`),
        ready: () => this.events.push('ready')
      }
    })
  }

  take(...words: readonly string[]): this {
    for (const word of words) this.pipeline.take(Buffer.from(word))
    return this
  }

  async answer(word: string, error?: Error): Promise<void> {
    this.answers.get(word)!(error)
    await new Promise(setImmediate)
  }

  private prepare(word: string, origin: RequestOrigin): PreparedRequest {
    this.origin = origin
    return { pipelined: word.startsWith('p'), run: () => this.run(word) }
  }

  private run(word: string): Promise<ResponseFrame> {
    this.events.push(`started ${word}`)
    if (word.startsWith('x')) throw new CloseConnection(word)
    return new Promise((resolve, reject) => {
      const release = this.origin!.onGone(() => this.events.push(`${word} told of the end`))
      this.answers.set(word, (error) => {
        release()
        if (error === undefined) resolve(word.startsWith('q') ? undefined : [Buffer.from(word)])
        else reject(error)
      })
    })
  }
}

describe('order', () => {
  test('one request after the other', async () => {
    const story = new Story().take('a', 'b')
    expect(story.pipeline.takes).toBe(false)
    await story.answer('a')
    await story.answer('b')
    expect(story.events).toEqual(['started a', 'sent a', 'started b', 'sent b', 'ready'])
  })

  test('pipelined requests overlap, their responses do not overtake', async () => {
    const story = new Story().take('p1', 'p2', 'p3')
    await story.answer('p3')
    await story.answer('p1')
    await story.answer('p2')
    expect(story.events).toEqual([
      'started p1',
      'started p2',
      'started p3',
      'sent p1',
      'ready',
      'sent p2',
      'sent p3',
      'ready'
    ])
  })

  test('another request waits for the pipelined ones, and they for it', async () => {
    const story = new Story().take('p1', 'p2', 'a')
    expect(story.pipeline.takes).toBe(false)
    await story.answer('p2')
    await story.answer('p1')
    expect(story.pipeline.takes).toBe(false)
    await story.answer('a')
    expect(story.events).toEqual(['started p1', 'started p2', 'sent p1', 'sent p2', 'started a', 'sent a', 'ready'])
  })

  test('a request without a response keeps its place', async () => {
    const story = new Story().take('q', 'a')
    await story.answer('q')
    await story.answer('a')
    expect(story.events).toEqual(['started q', 'started a', 'sent a', 'ready'])
  })
})

describe('bounds', () => {
  test('of requests', async () => {
    const story = new Story({ requestsMax: 2 }).take('p1', 'p2')
    expect(story.pipeline.takes).toBe(false)
    await story.answer('p1')
    expect(story.pipeline.takes).toBe(true)
  })

  test('of their bytes', async () => {
    const story = new Story({ bytesMax: 10 }).take('p long', 'p longer')
    expect(story.pipeline.takes).toBe(false)
    await story.answer('p long')
    expect(story.pipeline.takes).toBe(true)
  })
})

describe('the end', () => {
  test('a request that closes the connection does so after those before it', async () => {
    const story = new Story().take('p1', 'x')
    await story.answer('p1')
    expect(story.events).toEqual(['started p1', 'sent p1', 'started x', 'closed: x'])
  })

  test('a request that fails closes the connection', async () => {
    const story = new Story().take('a')
    await story.answer('a', new Error('no handler foresaw this'))
    expect(story.events).toEqual(['started a', 'closed: sent a request that failed: Error: no handler foresaw this'])
  })

  test('requests under way are told once, and nothing is sent any more', async () => {
    const story = new Story().take('p1', 'p2', 'b')
    await story.answer('p2')
    story.pipeline.abort()
    story.pipeline.abort()
    await story.answer('p1')
    expect(story.pipeline.takes).toBe(false)
    expect(story.events).toEqual(['started p1', 'started p2', 'p1 told of the end'])
  })
})

test('memory of a request is held until all answers before it have left, or the connection is gone', async () => {
  const story = new Story()
  for (const word of ['p1', 'p2', 'p3']) {
    expect(story.memory.tryRequest(100)).toBe(true)
    story.pipeline.take(Buffer.from(word), 100)
  }
  await story.answer('p2')
  expect(story.shares.requests.usedBytes).toBe(300)
  await story.answer('p1')
  expect(story.shares.requests.usedBytes).toBe(100)
  story.pipeline.abort()
  story.memory.close()
  await story.answer('p3')
  expect(story.shares.requests.usedBytes).toBe(0)
})
