import { once } from 'node:events'
import { connect } from 'node:net'
import { decodeResponse, encodeRequest, FrameSplitter } from '../../packages/protocol/dist/index.js'

/** A connection that sends requests without waiting, and gets the answers in their order. */
export async function openConnection(port) {
  const socket = connect(port, '127.0.0.1')
  await once(socket, 'connect')
  socket.setNoDelay(true)
  const waiting = []
  const splitter = new FrameSplitter()
  socket.on('data', (chunk) => {
    for (const frame of splitter.push(chunk)) waiting.shift().resolve(frame)
  })
  socket.on('close', () => {
    for (const { reject } of waiting.splice(0)) reject(new Error(`the broker on port ${port} closed the connection`))
  })
  const send = (chunks) =>
    new Promise((resolve, reject) => {
      waiting.push({ resolve, reject })
      socket.cork()
      for (const chunk of chunks) socket.write(chunk)
      socket.uncork()
    })
  return {
    /** Sends chunks of a request that were encoded before; resolves with the frame that answers. */
    send,
    request: async (api, version, message) => {
      const frame = await send(encodeRequest(api, { correlationId: 1, clientId: 'bench', version, message }))
      return decodeResponse(api, frame, version).message
    },
    close: () => socket.destroy()
  }
}
