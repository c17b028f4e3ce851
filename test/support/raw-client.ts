import { once } from 'node:events'
import { type Socket, connect } from 'node:net'
import { type Api, decodeResponse, encodeRequest, FrameSplitter } from '@gregor/protocol'

/** A connection that speaks the Kafka protocol frame by frame, for what no well-behaved client would send. */
export interface RawClient {
  /** Sends a request and resolves with its response. Rejects when the connection closes first. */
  request<Request, RequestInput, Response, ResponseInput>(
    api: Api<Request, RequestInput, Response, ResponseInput>,
    version: number,
    message: RequestInput
  ): Promise<Response>
  /** Sends bytes as they are. */
  write(bytes: Uint8Array): void
  /** Resolves with the next frame (without its size); rejects when the connection closes first. */
  frame(): Promise<Buffer>
  /** Resolves when the other side has closed the connection. */
  readonly closed: Promise<void>
  close(): void
}

export async function rawClient(port: number): Promise<RawClient> {
  const socket: Socket = connect(port, '127.0.0.1')
  await once(socket, 'connect')
  const frames: Buffer[] = []
  const waiting: { resolve: (frame: Buffer) => void; reject: (error: Error) => void }[] = []
  let ended = false
  const splitter = new FrameSplitter()
  socket.on('data', (chunk) => {
    for (const frame of splitter.push(chunk)) {
      const waiter = waiting.shift()
      if (waiter === undefined) frames.push(frame)
      else waiter.resolve(frame)
    }
  })
  socket.on('error', () => {})
  const closed = new Promise<void>((resolve) => {
    socket.on('close', () => {
      ended = true
      for (const { reject } of waiting.splice(0)) reject(new Error('the connection was closed'))
      resolve()
    })
  })
  let correlationId = 0

  const client: RawClient = {
    closed,
    async request(api, version, message) {
      correlationId++
      for (const chunk of encodeRequest(api, { correlationId, clientId: 'raw', version, message })) socket.write(chunk)
      return decodeResponse(api, await client.frame(), version).message
    },
    write: (bytes) => void socket.write(bytes),
    frame: () => {
      const ready = frames.shift()
      if (ready !== undefined) return Promise.resolve(ready)
      if (ended) return Promise.reject(new Error('the connection was closed'))
      return new Promise((resolve, reject) => waiting.push({ resolve, reject }))
    },
    close: () => void socket.destroy()
  }
  return client
}
