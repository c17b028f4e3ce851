import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { asError, InvariantError } from '@gregor/base'
import { planMemory } from '@gregor/broker'
import { ConfigFileError } from './config/config-file.ts'
import { type NodeConfig, readNodeConfig } from './config/node-config.ts'
import { keepBuffersBelow } from './io/collect-garbage.ts'
import { letHeapGrow } from './io/heap-growth.ts'
import { type LogFormat, createLogger } from './io/logger.ts'
import { startStopWatchdog } from './io/stop-watchdog.ts'
import { type GregorNode, startNode } from './node/start-node.ts'

/** `gregor server FILE`: one node in the foreground until SIGTERM or SIGINT. Returns the exit code. */
export async function runServer(file: string): Promise<number> {
  const config = await readConfig(file)
  if (config === undefined) return 1
  letHeapGrow()
  keepBuffersBelow(planMemory(config.values['gregor.memory.max.bytes']).buffers)
  const logger = await createLogger({
    level: level(),
    format: (process.env['GREGOR_LOG_FORMAT'] ?? 'auto') as LogFormat,
    fields: { node: config.nodeId }
  })
  for (const warning of config.warnings) logger.warn({}, warning)

  let failed = false
  const stop = new AbortController()
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => stop.abort())
  const onFailure = (error: Error) => {
    failed = true
    logger.error(traceOf(error), `stopping: ${error.message}`)
    stop.abort()
  }

  let node: GregorNode
  try {
    node = await startNode({ config, logger, onFailure })
  } catch (error) {
    logger.error(traceOf(error), `could not start: ${asError(error).message}`)
    return 1
  }
  startStopWatchdog({ stoppedMs: config.values['stopped.process.kill.ms'], nodeId: config.nodeId, logger })
  if (!stop.signal.aborted) await new Promise((done) => stop.signal.addEventListener('abort', done, { once: true }))
  await node.stop()
  logger.info({}, 'stopped')
  return failed ? 1 : 0
}

/**
 * The stack of what nobody foresaw, for a report of it. Failures that an operator can meet say what to do, and a stack would
 * hide that; with GREGOR_LOG_LEVEL=debug they have one too.
 */
function traceOf(error: unknown): object {
  const unforeseen = [TypeError, RangeError, ReferenceError, InvariantError].some((kind) => error instanceof kind)
  return unforeseen || level() === 'debug' || level() === 'trace' ? { err: error } : {}
}

function level(): string {
  return process.env['GREGOR_LOG_LEVEL'] ?? 'info'
}

async function readConfig(file: string): Promise<NodeConfig | undefined> {
  try {
    return readNodeConfig(file, await readFile(resolve(file), 'utf8'))
  } catch (error) {
    if (error instanceof ConfigFileError) console.error(error.message)
    else if ((error as NodeJS.ErrnoException).code === 'ENOENT') console.error(`${file}: there is no such file`)
    else throw error
    return undefined
  }
}
