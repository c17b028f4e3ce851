import { withConnection } from '../connection.mjs'
import { produceLoop } from '../produce.mjs'

/** Writes about `bytes` to a topic, alike to each of its partitions. */
export async function fill(topic, records, bytes) {
  const loop = produceLoop(topic, records)
  await Promise.all(
    Array.from(topic.byLeader, ([port, partitions]) => {
      let left = Math.ceil(bytes / topic.partitions / records.length)
      return withConnection(port, (connection) => loop(connection, partitions, () => left-- <= 0))
    })
  )
}
