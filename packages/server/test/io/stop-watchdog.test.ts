import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { afterEach, expect, test } from '@jest/globals'

const compiled = new URL('../../dist/io/stop-watchdog.js', import.meta.url)

/** Starts the watchdog, says so, and lives until its input ends. */
const program = (stoppedMs: number): string => `
const { startStopWatchdog } = await import(${JSON.stringify(compiled)})
startStopWatchdog({ stoppedMs: ${stoppedMs}, nodeId: 7, logger: { info: (_, text) => console.log(text) } })
process.stdin.on('end', () => process.stdin.unref()).resume()
console.log('watched')`

let child: ChildProcess | undefined
afterEach(() => {
  child?.kill('SIGKILL')
})

async function startWatched(stoppedMs: number): Promise<{ child: ChildProcess; output: () => string }> {
  const started = spawn(process.execPath, ['--input-type=module', '-e', program(stoppedMs)])
  child = started
  let text = ''
  for (const stream of [started.stdout, started.stderr])
    stream.on('data', (chunk: Buffer) => (text += chunk.toString()))
  while (!text.includes('watched')) await once(started.stdout, 'data')
  return { child: started, output: () => text }
}

test('a process that is stopped is ended, and the log says why', async () => {
  const { child: watched, output } = await startWatched(400)
  const ended = once(watched, 'close')
  watched.kill('SIGSTOP')
  expect(await ended).toEqual([null, 'SIGKILL'])
  const line = output()
    .split('\n')
    .find((text) => text.startsWith('{'))!
  expect(JSON.parse(line)).toMatchObject({
    level: 50,
    node: 7,
    msg: expect.stringContaining(`process ${watched.pid} was stopped (SIGSTOP) for 400 ms`)
  })
  expect(JSON.parse(line).time).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.000Z$/)
})

test('a process that is stopped for less goes on, and ends as if nobody watched', async () => {
  const { child: watched } = await startWatched(60_000)
  watched.kill('SIGSTOP')
  watched.kill('SIGCONT')
  const ended = once(watched, 'close')
  watched.stdin!.end()
  // 'close' comes when nobody holds its output any more: the watchdog has ended too.
  expect(await ended).toEqual([0, null])
})
