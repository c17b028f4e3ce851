import { once } from 'node:events'
import { connect } from 'node:net'
import { decodeResponse, encodeRequest, FrameSplitter } from '../../packages/protocol/dist/index.js'

/** A connection that sends requests without waiting, and gets the answers in their order. */
export async function openConnection(port) {
  const socket = connect(port, '127.0.0.1')
  await once(socket, 'connect')
  socket.setNoDelay(true)
  const waiting = []
  let problem = `the broker on port ${port} closed the connection`
  const splitter = new FrameSplitter()
  socket.on('data', (chunk) => {
    for (const frame of splitter.push(chunk)) waiting.shift().resolve(frame)
  })
  socket.on('error', (error) => {
    problem = `the connection to port ${port} broke: ${error.message}`
  })
  socket.on('close', () => {
    for (const { reject } of waiting.splice(0)) reject(new Error(problem))
  })
  const send = (chunks) =>
    new Promise((resolve, reject) => {
      if (socket.destroyed) {
        reject(new Error(problem))
        return
      }
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

/** Runs `work` with a connection, and closes it. */
export async function withConnection(port, work) {
  const connection = await openConnection(port)
  try {
    return await work(connection)
  } finally {
    connection.close()
  }
}
