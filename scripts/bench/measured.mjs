import { openConnection } from './connection.mjs'

/**
 * Runs `loop` on a connection (or `clients` of them) to each leader, first to warm up, then to count. A loop takes the connection,
 * the partitions that the broker leads and when it is over, and resolves with a count; `countEach` is how many records one stands for.
 */
export async function measured(
  cluster,
  { byLeader },
  loop,
  { seconds, warmSeconds = seconds, clients = 1, countEach }
) {
  const each = await openAll(byLeader, clients)
  const run = async (duration) => {
    const end = performance.now() + duration * 1000
    const over = () => performance.now() >= end
    return sum(await Promise.all(each.map(({ connection, partitions }) => loop(connection, partitions, over))))
  }
  try {
    await run(warmSeconds)
    return await costOf(cluster, async () => (await run(seconds)) * countEach)
  } finally {
    for (const { connection } of each) connection.close()
  }
}

/** What `work`, which resolves with a number of records, cost: records a second, and processor time of all brokers a record. */
export async function costOf(cluster, work) {
  const cpuBefore = await cluster.cpuSeconds()
  const start = performance.now()
  const records = await work()
  const elapsed = (performance.now() - start) / 1000
  const cpuSeconds = (await cluster.cpuSeconds()) - cpuBefore
  if (records === 0) throw new Error(`nothing went through in ${elapsed.toFixed(1)} s`)
  return {
    recordsPerSecond: Math.round(records / elapsed),
    cpuMicrosPerRecord: rounded((cpuSeconds * 1e6) / records)
  }
}

export const rounded = (value) => Number(value.toPrecision(3))

async function openAll(byLeader, clients) {
  const opened = []
  try {
    for (const [port, partitions] of byLeader) {
      if (partitions.length === 0) continue
      for (let client = 0; client < clients; client++) {
        opened.push({ connection: await openConnection(port), partitions })
      }
    }
    return opened
  } catch (error) {
    for (const { connection } of opened) connection.close()
    throw error
  }
}

const sum = (values) => values.reduce((total, value) => total + value, 0)
