import { describe, expect, test } from '@jest/globals'
import { silentLogger } from '@gregor/base'
import { ErrorCode } from '@gregor/protocol'
import { CoordinatorRuntime } from '../../src/runtime/runtime.ts'
import { KeyValueCore, keyValueCodec, type PutAnswer } from '../support/key-value-core.ts'
import { ManualTime } from '../support/manual-time.ts'
import { MemoryLog } from '../support/memory-log.ts'

function startRuntime(log = new MemoryLog()) {
  const time = new ManualTime()
  const notices: string[] = []
  const runtime = new CoordinatorRuntime({
    createCore: () => new KeyValueCore(),
    codec: keyValueCodec,
    log,
    clock: time,
    scheduler: time,
    logger: silentLogger,
    observer: {
      notice: (notice: string, partition: number) => void notices.push(`${partition} ${notice}`),
      loaded: () => {},
      appended: () => {},
      appendFailed: () => {}
    }
  })
  const put = (partition: number, key: string, value: string): Promise<PutAnswer> =>
    runtime.submit(partition, {
      input: (request) => ({ type: 'put', request, key, value }),
      failure: (errorCode) => ({ before: undefined, errorCode })
    })
  const read = (partition: number, key: string): Promise<string | undefined> =>
    runtime.submit<string | undefined>(partition, {
      input: (request) => ({ type: 'read', request, key }),
      failure: (errorCode) => `error ${errorCode}`
    })
  return { runtime, time, log, notices, put, read }
}

const settled = (): Promise<void> => new Promise((resolve) => void setImmediate(resolve))

describe('the partitions of a coordinator', () => {
  test('serve only while this broker leads them', async () => {
    const { runtime, read, put } = startRuntime()
    expect(await put(0, 'k', 'v')).toMatchObject({ errorCode: ErrorCode.NOT_COORDINATOR })
    runtime.onLeadership(0, true, 5)
    expect([...runtime.loadingPartitions()]).toEqual([0])
    expect(await read(0, 'k')).toBe(`error ${ErrorCode.COORDINATOR_LOAD_IN_PROGRESS}`)
    await settled()
    expect(await read(0, 'k')).toBeUndefined()
    expect([...runtime.activePartitions()]).toEqual([0])
    runtime.onLeadership(0, false, 6)
    expect(await read(0, 'k')).toBe(`error ${ErrorCode.NOT_COORDINATOR}`)
  })

  test('hand what waits back when leadership is lost, and load what was committed when it returns', async () => {
    const { runtime, time, log, put, read } = startRuntime()
    runtime.onLeadership(0, true, 1)
    await settled()
    const committed = put(0, 'k', 'committed')
    time.runDeferred()
    log.commit()
    await committed
    const waiting = put(0, 'k', 'lost')
    time.runDeferred()
    runtime.onLeadership(0, false, 2)
    expect(await waiting).toMatchObject({ errorCode: ErrorCode.NOT_COORDINATOR })
    runtime.onLeadership(0, true, 3)
    await settled()
    expect(await read(0, 'k')).toBe('committed')
    log.commit()
    expect(await read(0, 'k')).toBe('committed')
  })

  test('ignore news of older epochs, and news that they know', async () => {
    const { runtime, notices, read } = startRuntime()
    runtime.onLeadership(0, true, 5)
    await settled()
    runtime.onLeadership(0, false, 4)
    runtime.onLeadership(0, true, 5)
    await settled()
    expect(await read(0, 'k')).toBeUndefined()
    expect(notices).toEqual(['0 loaded'])
    runtime.onLeadership(0, true, 6)
    await settled()
    expect(notices).toEqual(['0 loaded', '0 loaded'])
  })

  test('leadership that is lost while loading leaves nothing behind', async () => {
    const { runtime, log, notices, read } = startRuntime()
    log.holdScans()
    runtime.onLeadership(0, true, 1)
    runtime.onLeadership(0, false, 2)
    log.releaseScans()
    await settled()
    expect(await read(0, 'k')).toBe(`error ${ErrorCode.NOT_COORDINATOR}`)
    expect(notices).toEqual([])
  })

  test('try to load again, less and less often, while the log cannot be read', async () => {
    const { runtime, time, log, read } = startRuntime()
    log.scanError = new Error('EIO')
    runtime.onLeadership(0, true, 1)
    await settled()
    expect(await read(0, 'k')).toBe(`error ${ErrorCode.COORDINATOR_LOAD_IN_PROGRESS}`)
    time.advance(100)
    await settled()
    log.scanError = undefined
    time.advance(199)
    await settled()
    expect(await read(0, 'k')).toBe(`error ${ErrorCode.COORDINATOR_LOAD_IN_PROGRESS}`)
    time.advance(1)
    await settled()
    expect(await read(0, 'k')).toBeUndefined()
  })

  test('build the state anew from the log after an append with an unknown outcome', async () => {
    const { runtime, time, log, put, read } = startRuntime()
    runtime.onLeadership(0, true, 1)
    await settled()
    const doubtful = put(0, 'k', 'v')
    time.runDeferred()
    log.timeOut(ErrorCode.KAFKA_STORAGE_ERROR)
    expect(await doubtful).toMatchObject({ errorCode: ErrorCode.NOT_COORDINATOR })
    time.advance(100)
    await settled()
    expect(await read(0, 'k')).toBe('v')
  })

  test('broadcasts reach every partition, loading ones when they have loaded', async () => {
    const { runtime, time, log, notices } = startRuntime()
    runtime.onLeadership(0, true, 1)
    await settled()
    log.holdScans()
    runtime.onLeadership(1, true, 1)
    runtime.broadcast(() => ({ type: 'remind', key: 'news', delayMs: 1 }))
    log.releaseScans()
    await settled()
    time.advance(5)
    expect(notices).toEqual(['0 loaded', '1 loaded', '0 news', '1 news'])
  })

  test('after close nothing is served, loaded or scheduled', async () => {
    const { runtime, time, log, read } = startRuntime()
    log.scanError = new Error('EIO')
    runtime.onLeadership(0, true, 1)
    await settled()
    expect(time.timerCount).toBe(1)
    runtime.close()
    runtime.onLeadership(1, true, 1)
    await settled()
    expect(time.timerCount).toBe(0)
    expect(await read(1, 'k')).toBe(`error ${ErrorCode.NOT_COORDINATOR}`)
  })
})
