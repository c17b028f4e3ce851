// Loaded into each broker process before its own code: on SIGUSR2 it reads from GREGOR_TEST_MACHINES/<broker>.json what is wrong
// with its machine now ({"syncsFail": true, "clockAheadMs": -60000}; machine.ts).
import fs from 'node:fs'
import { syncBuiltinESMExports } from 'node:module'
import process from 'node:process'
import { isMainThread } from 'node:worker_threads'
import { ownBroker } from './own-broker.mjs'

let machine = { syncsFail: false, clockAheadMs: 0 }

if (ownBroker !== undefined && isMainThread) {
  process.on('SIGUSR2', () => {
    machine = JSON.parse(fs.readFileSync(`${process.env.GREGOR_TEST_MACHINES}/${ownBroker}.json`, 'utf8'))
  })
  failSyncs()
  moveClock()
}

/**
 * What was written stays in the page cache, and only the promise that it lasts is refused, as on Linux. LevelDB makes its syncs
 * itself: the metadata log is spared.
 */
function failSyncs() {
  const { open, fsync, fdatasync, write, writev } = fs
  /** Descriptors whose writes are syncs, too (O_DSYNC). */
  const durable = new Set()
  const outcome = (syscall, error) =>
    machine.syncsFail
      ? Object.assign(new Error(`EIO: i/o error, ${syscall}`), { errno: -5, code: 'EIO', syscall })
      : error

  fs.open = (path, flags, mode, done) =>
    open(path, flags, mode, (error, descriptor) => {
      if (error === null && (flags & fs.constants.O_DSYNC) !== 0) durable.add(descriptor)
      else durable.delete(descriptor)
      done(error, descriptor)
    })
  fs.fsync = (descriptor, done) => fsync(descriptor, (error) => done(outcome('fsync', error)))
  fs.fdatasync = (descriptor, done) => fdatasync(descriptor, (error) => done(outcome('fdatasync', error)))
  const writing =
    (syscall, real) =>
    (...args) => {
      const done = args.pop()
      const [descriptor] = args
      real(...args, (error, ...rest) => done(durable.has(descriptor) ? outcome(syscall, error) : error, ...rest))
    }
  fs.write = writing('write', write)
  fs.writev = writing('writev', writev)
  syncBuiltinESMExports()
}

/** The clock on the wall; what only measures how long something takes goes on as it was. */
function moveClock() {
  const trueNow = Date.now
  const now = () => trueNow() + machine.clockAheadMs
  Date.now = now
  globalThis.Date = new Proxy(Date, {
    construct: (target, args, newTarget) => Reflect.construct(target, args.length === 0 ? [now()] : args, newTarget)
  })
}
