import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { decodeResponse, encodeRequest, type Api } from '@gregor/protocol'
import { FrameReader } from '../../src/framing/frame-reader.ts'

/** A client on a real socket that reads frames, or nothing when it is told to be slow. */
export class TestClient {
  readonly socket: Socket
  readonly received: Buffer[] = []
  closed = false
  private readonly reader = new FrameReader(1 << 30)
  private readonly frames: Buffer[] = []
  private wake: (() => void) | undefined
  private correlationId = 0

  private constructor(socket: Socket) {
    this.socket = socket
    socket.on('data', (chunk: Buffer) => {
      this.received.push(chunk)
      this.reader.push(chunk)
      for (let frame = this.reader.next(); Buffer.isBuffer(frame); frame = this.reader.next()) this.frames.push(frame)
      this.wake?.()
    })
    socket.on('error', () => {})
    socket.on('close', () => {
      this.closed = true
      this.wake?.()
    })
  }

  static async connect(port: number): Promise<TestClient> {
    const socket = connect(port, '127.0.0.1')
    await once(socket, 'connect')
    return new TestClient(socket)
  }

  /** The bytes of a request frame; its correlation id is one more than that of the one before. */
  frame<Request, RequestInput, Response, ResponseInput>(
    api: Api<Request, RequestInput, Response, ResponseInput>,
    version: number,
    message: RequestInput
  ): Buffer {
    return Buffer.concat(
      encodeRequest(api, { correlationId: ++this.correlationId, clientId: 'test', version, message })
    )
  }

  /** The next response frame; undefined when the connection was closed instead. */
  async next(): Promise<Buffer | undefined> {
    while (this.frames.length === 0 && !this.closed) {
      await new Promise<void>((resolve) => {
        this.wake = resolve
      })
    }
    return this.frames.shift()
  }

  async call<Request, RequestInput, Response, ResponseInput>(
    api: Api<Request, RequestInput, Response, ResponseInput>,
    version: number,
    message: RequestInput
  ): Promise<Response> {
    this.socket.write(this.frame(api, version, message))
    const frame = await this.next()
    if (frame === undefined) throw new Error('the connection was closed')
    const response = decodeResponse(api, frame, version)
    if (response.correlationId !== this.correlationId) throw new Error('the response is to another request')
    return response.message
  }

  async untilClosed(): Promise<void> {
    while (!this.closed) {
      await new Promise<void>((resolve) => {
        this.wake = resolve
      })
    }
  }

  close(): void {
    this.socket.destroy()
  }
}
