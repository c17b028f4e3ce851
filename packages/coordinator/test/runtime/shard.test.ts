import { describe, expect, test } from '@jest/globals'
import { silentLogger } from '@gregor/base'
import { batchesOf, buildRecordBatch, ErrorCode } from '@gregor/protocol'
import { CoordinatorShard, type ShardRequest } from '../../src/runtime/shard.ts'
import { KeyValueCore, keyValueCodec, type KeyValueInput, type PutAnswer } from '../support/key-value-core.ts'
import { ManualTime } from '../support/manual-time.ts'
import { MemoryLog } from '../support/memory-log.ts'

const PARTITION = 3

/** One partition's shard over a log in memory. */
class Story {
  readonly time = new ManualTime()
  readonly log: MemoryLog
  readonly core = new KeyValueCore()
  readonly notices: string[] = []
  readonly faults: number[] = []
  readonly warnings: string[] = []
  readonly shard

  constructor(options: { log?: MemoryLog; queuedBytesMax?: number; batchBytesMax?: number } = {}) {
    this.log = options.log ?? new MemoryLog()
    this.shard = new CoordinatorShard({
      partition: PARTITION,
      core: this.core,
      codec: keyValueCodec,
      log: this.log,
      clock: this.time,
      scheduler: this.time,
      logger: { ...silentLogger, warn: (_fields: object, message: string) => void this.warnings.push(message) },
      observer: {
        notice: (notice: string) => void this.notices.push(notice),
        loaded: () => {},
        appended: () => {},
        appendFailed: () => {}
      },
      batchBytesMax: options.batchBytesMax ?? 1000,
      queuedBytesMax: options.queuedBytesMax ?? 10_000,
      onFault: (errorCode: number) => void this.faults.push(errorCode)
    })
  }

  static async loaded(options: ConstructorParameters<typeof Story>[0] = {}): Promise<Story> {
    const story = new Story(options)
    await story.shard.load()
    return story
  }

  put(key: string, value: string | null): Answer<PutAnswer> {
    return this.ask({
      input: (request) => ({ type: 'put', request, key, value }),
      failure: (errorCode) => ({ before: undefined, errorCode })
    })
  }

  read(key: string): Answer<string | undefined> {
    return this.ask({
      input: (request) => ({ type: 'read', request, key }),
      failure: (errorCode) => `error ${errorCode}`
    })
  }

  private ask<Response>(request: ShardRequest<KeyValueInput, Response>): Answer<Response> {
    return new Answer(this.shard.submit(request))
  }
}

/** A promise whose outcome can be looked at. */
class Answer<Value> {
  settled = false
  readonly promise: Promise<Value>

  constructor(promise: Promise<Value>) {
    this.promise = promise
    void promise.then(() => (this.settled = true))
  }
}

const nextTick = (): Promise<void> => new Promise((resolve) => process.nextTick(resolve))

describe('a shard of a coordinator', () => {
  test('answers a write when the log has committed it, and shows it to the next handler before', async () => {
    const story = await Story.loaded()
    const first = story.put('k', 'one')
    const second = story.put('k', 'two')
    story.time.runDeferred()
    await nextTick()
    expect(first.settled).toBe(false)
    expect(await story.read('k').promise).toBeUndefined()
    story.log.commit()
    expect(await first.promise).toEqual({ before: undefined, errorCode: 0 })
    expect(await second.promise).toEqual({ before: 'one', errorCode: 0 })
    expect(await story.read('k').promise).toBe('two')
  })

  test('puts all decisions of a turn of the event loop into one batch, and the next while it is in flight into another', async () => {
    const story = await Story.loaded()
    void story.put('a', '1')
    void story.put('b', '2')
    expect(story.log.pending).toHaveLength(0)
    story.time.runDeferred()
    void story.put('c', '3')
    void story.put('d', '4')
    story.time.runDeferred()
    expect(story.log.pending).toHaveLength(1)
    story.log.commit()
    story.time.runDeferred()
    const counts = [story.log.stored.get(PARTITION)![0]!, story.log.pending[0]!.records].map((records) =>
      [...batchesOf(records)].map(({ count }) => count)
    )
    expect(counts).toEqual([[2], [2]])
  })

  test('never makes a batch larger than it may, unless one decision alone is', async () => {
    const story = await Story.loaded({ batchBytesMax: 100 })
    for (const key of ['a', 'b', 'c']) void story.put(key, 'x'.repeat(30))
    void story.put('large', 'x'.repeat(300))
    const counts: number[] = []
    story.time.runDeferred()
    while (story.log.pending.length > 0) {
      for (const { count } of batchesOf(story.log.pending[0]!.records)) counts.push(count)
      story.log.commit()
      story.time.runDeferred()
    }
    expect(counts).toEqual([1, 1, 1, 1])
  })

  test('undoes what the log refused, with everything that was decided upon it', async () => {
    const story = await Story.loaded()
    const kept = story.put('k', 'kept')
    story.time.runDeferred()
    story.log.commit()
    await kept.promise
    const refused = story.put('k', 'refused')
    story.time.runDeferred()
    const dependent = story.put('other', 'dependent')
    story.log.refuse(ErrorCode.NOT_ENOUGH_REPLICAS)
    expect((await refused.promise).errorCode).toBe(ErrorCode.NOT_ENOUGH_REPLICAS)
    expect((await dependent.promise).errorCode).toBe(ErrorCode.NOT_ENOUGH_REPLICAS)
    expect([...story.core.map.entries()]).toEqual([['k', 'kept']])
    story.time.runDeferred()
    expect(story.log.pending).toHaveLength(0)
  })

  test('keeps what the leader has but could not commit in time, uncommitted until a later append commits', async () => {
    const story = await Story.loaded()
    const late = story.put('k', 'late')
    story.time.runDeferred()
    story.log.timeOut()
    expect((await late.promise).errorCode).toBe(ErrorCode.REQUEST_TIMED_OUT)
    expect(story.core.map.get('k')).toBe('late')
    expect(await story.read('k').promise).toBeUndefined()
    const next = story.put('k', 'next')
    story.time.runDeferred()
    story.log.commit()
    expect(await next.promise).toEqual({ before: 'late', errorCode: 0 })
    expect(await story.read('k').promise).toBe('next')
  })

  test('closes and asks to be built anew when only the log can tell what became of an append', async () => {
    const story = await Story.loaded()
    const doubtful = story.put('k', 'v')
    story.time.runDeferred()
    story.log.refuse(ErrorCode.KAFKA_STORAGE_ERROR)
    expect((await doubtful.promise).errorCode).toBe(ErrorCode.NOT_COORDINATOR)
    expect(story.faults).toEqual([ErrorCode.KAFKA_STORAGE_ERROR])
    expect(story.shard.state).toBe('closed')
  })

  test('refuses writes rather than queue without bound, and leaves the state as it was', async () => {
    const story = await Story.loaded({ queuedBytesMax: 100, batchBytesMax: 50 })
    const accepted = [story.put('a', 'x'.repeat(30)), story.put('b', 'x'.repeat(30))]
    const refused = story.put('c', 'x')
    story.time.runDeferred()
    expect((await refused.promise).errorCode).toBe(ErrorCode.COORDINATOR_NOT_AVAILABLE)
    expect(story.core.map.has('c')).toBe(false)
    story.log.commit()
    story.time.runDeferred()
    story.log.commit()
    for (const { promise } of accepted) expect((await promise).errorCode).toBe(0)
  })

  test('answers COORDINATOR_LOAD_IN_PROGRESS until its partition is read, and serves what it read', async () => {
    const log = new MemoryLog()
    const records = [
      { key: Buffer.from('k'), value: Buffer.from('old'), timestamp: 1 },
      { key: Buffer.from('k'), value: Buffer.from('new'), timestamp: 2 },
      { key: Buffer.from('gone'), value: Buffer.from('x'), timestamp: 3 },
      { key: Buffer.from('gone'), value: null, timestamp: 4 }
    ]
    log.stored.set(PARTITION, [buildRecordBatch({ records })])
    log.holdScans()
    const story = new Story({ log })
    const loading = story.shard.load()
    story.shard.inject({ type: 'remind', key: 'deferred', delayMs: 0 })
    expect((await story.put('k', 'v').promise).errorCode).toBe(ErrorCode.COORDINATOR_LOAD_IN_PROGRESS)
    log.releaseScans()
    await loading
    story.time.advance(1)
    expect(story.notices).toEqual(['loaded', 'deferred'])
    expect(await story.read('k').promise).toBe('new')
    expect(await story.read('gone').promise).toBeUndefined()
  })

  test('passes over records that it does not know, cannot read, or that belong to transactions', async () => {
    const log = new MemoryLog()
    const record = (key: string, value: string): { key: Buffer; value: Buffer; timestamp: number } => ({
      key: Buffer.from(key),
      value: Buffer.from(value),
      timestamp: 1
    })
    log.stored.set(PARTITION, [
      buildRecordBatch({ records: [record('unknown', '?'), record('broken', '!'), record('good', 'v')] }),
      buildRecordBatch({ records: [record('pending', 'v')], transactional: true, producerId: 5, producerEpoch: 0 })
    ])
    const story = await Story.loaded({ log })
    expect([...story.core.map.keys()]).toEqual(['good'])
    expect(story.warnings).toEqual(['Passed over a coordinator record that cannot be read'])
  })

  test('does not start from a corrupt batch', async () => {
    const log = new MemoryLog()
    const batch = buildRecordBatch({ records: [{ key: Buffer.from('k'), value: Buffer.from('v'), timestamp: 1 }] })
    batch[65] = 0xff
    log.stored.set(PARTITION, [batch])
    const story = new Story({ log })
    await expect(story.shard.load()).rejects.toThrow()
    expect(story.shard.state).toBe('loading')
  })

  test('answers everything that waits when it closes, and then does nothing more', async () => {
    const story = await Story.loaded()
    story.shard.inject({ type: 'remind', key: 'late', delayMs: 10 })
    const inFlight = story.put('a', '1')
    story.time.runDeferred()
    const queued = story.put('b', '2')
    story.shard.close(ErrorCode.NOT_COORDINATOR)
    expect((await inFlight.promise).errorCode).toBe(ErrorCode.NOT_COORDINATOR)
    expect((await queued.promise).errorCode).toBe(ErrorCode.NOT_COORDINATOR)
    expect(story.shard.waitingCount).toBe(0)
    story.log.commit()
    story.time.advance(100)
    expect(story.log.pending).toHaveLength(0)
    expect(story.notices).toEqual(['loaded'])
    expect((await story.put('c', '3').promise).errorCode).toBe(ErrorCode.NOT_COORDINATOR)
  })

  test('sets and cancels timers; a timer set again replaces the former', async () => {
    const story = await Story.loaded()
    story.shard.inject({ type: 'remind', key: 'first', delayMs: 10 })
    story.shard.inject({ type: 'remind', key: 'second', delayMs: 20 })
    expect(story.time.timerCount).toBe(1)
    story.time.advance(30)
    expect(story.notices).toEqual(['loaded', 'second'])
    story.shard.inject({ type: 'remind', key: 'third', delayMs: 10 })
    story.shard.inject({ type: 'forget' })
    story.time.advance(30)
    expect(story.notices).toEqual(['loaded', 'second'])
    expect(story.time.timerCount).toBe(0)
  })
})
