import { type Socket, connect } from 'node:net'
import { FrameSplitter } from '@gregor/protocol'
import type { LocalClusterLayout } from '@gregor/server'
import { type ClientConnection, type ClientWorld, type SeededRandom, Violation } from '@gregor/simulator'

/** Where clients run that reach real brokers: the simulator's client code over sockets, timers and clocks. */
export function socketWorld(options: {
  readonly layout: LocalClusterLayout
  readonly random: SeededRandom
  /** Told of answers that no client should get. */
  readonly complain: (message: string) => void
}): ClientWorld {
  const { layout, random, complain } = options
  return {
    random,
    clock: { monotonicMs: () => performance.now(), wallMs: () => Date.now() },
    scheduler: {
      after(delayMs, task) {
        const timer = setTimeout(() => guard(task, complain), delayMs)
        return { cancel: () => clearTimeout(timer) }
      },
      defer: (task) => void setImmediate(() => guard(task, complain))
    },
    brokerIds: layout.brokers.map(({ id }) => id),
    connect(nodeId, handlers) {
      const { kafkaPort } = layout.brokers.find(({ id }) => id === nodeId)!
      return openConnection(connect({ host: layout.host, port: kafkaPort, noDelay: true }), {
        onFrame: (frame) => guard(() => handlers.onFrame(frame), complain),
        onClosed: () => guard(handlers.onClosed, complain)
      })
    },
    note() {}
  }
}

/** Client code throws a Violation where an answer is wrong. */
function guard(task: () => void, complain: (message: string) => void): void {
  try {
    task()
  } catch (error) {
    if (!(error instanceof Violation)) throw error
    complain(error.message)
  }
}

function openConnection(
  socket: Socket,
  handlers: { readonly onFrame: (frame: Buffer) => void; readonly onClosed: () => void }
): ClientConnection {
  let closed = false
  const splitter = new FrameSplitter()
  socket.on('data', (chunk) => {
    for (const frame of splitter.push(chunk)) if (!closed) handlers.onFrame(frame)
  })
  socket.on('error', () => {})
  socket.on('close', () => {
    if (!closed) handlers.onClosed()
    closed = true
  })
  return {
    send(frame) {
      const size = Buffer.allocUnsafe(4)
      size.writeInt32BE(frame.length)
      socket.write(Buffer.concat([size, frame]))
    },
    close() {
      closed = true
      socket.destroy()
    }
  }
}
