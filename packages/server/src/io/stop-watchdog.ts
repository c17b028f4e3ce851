import { spawn } from 'node:child_process'
import type { Socket } from 'node:net'
import type { Logger } from '@gregor/base'

/** How often the watchdog looks. */
const lookSeconds = 0.2

/**
 * Nothing but builtins of bash: it forks nothing, holds some 3 MB, and its input ends when the broker does. `read` waits,
 * and says by a code above 128 that nothing came. A process that was stopped has state T; one that a debugger holds has t,
 * and one that waits for its disk D.
 */
const script = `
broker=$1 looks=$2 node=$3 message=$4 stopped=0
while :; do
  read -r -t ${lookSeconds}
  [ $? -le 128 ] && exit 0
  read -r stat < /proc/$broker/stat || exit 0
  after=\${stat##*) }
  if [ "\${after%% *}" = T ]; then stopped=$((stopped + 1)); else stopped=0; fi
  if [ $stopped -ge $looks ]; then
    printf '{"level":50,"time":"%(%FT%T)T.000Z","node":%d,"msg":"%s"}\\n' -1 "$node" "$message" >&2
    kill -KILL $broker
    exit 0
  fi
done
`

export interface StopWatchdogOptions {
  /** `stopped.process.kill.ms`; 0 = no watchdog. */
  readonly stoppedMs: number
  readonly nodeId: number
  readonly logger: Logger
}

/**
 * Ends this process when it has been stopped (SIGSTOP) for `stoppedMs`. By then others lead its partitions, but the
 * connections of a stopped process stay open, and its clients would go on waiting for answers until their own time-outs.
 * What only delays the process, a busy machine or a disk that does not answer, leaves it alone; so does Ctrl-Z at a
 * terminal, which stops the watchdog too. Needs Linux and bash: without them there is no watchdog, which is logged.
 */
export function startStopWatchdog(options: StopWatchdogOptions): void {
  const { stoppedMs, nodeId, logger } = options
  if (stoppedMs === 0) return
  const unwatched = (reason: string): void => {
    logger.info({}, `nobody ends this process when it is stopped (SIGSTOP): ${reason}`)
  }
  if (process.platform !== 'linux') return unwatched('that needs Linux')
  const message = `process ${process.pid} was stopped (SIGSTOP) for ${stoppedMs} ms: ended, so that its clients go to the new leaders (stopped.process.kill.ms)`
  const looks = Math.max(1, Math.round(stoppedMs / 1_000 / lookSeconds))
  const parameters = [process.pid, looks, nodeId, message].map(String)
  const watchdog = spawn('bash', ['-c', script, 'gregor-watchdog', ...parameters], {
    stdio: ['pipe', 'ignore', 'inherit'],
    env: { ...process.env, TZ: 'UTC', LC_ALL: 'C' }
  })
  watchdog.on('error', ({ message: reason }) => unwatched(reason))
  // Neither its life nor its input keep this process from ending.
  watchdog.unref()
  const input = watchdog.stdin as Socket | null
  input?.on('error', () => {})
  input?.unref()
}
