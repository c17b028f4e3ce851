import type { Cluster } from '../client/cluster.ts'
import { CommandError } from '../faults.ts'
import { configsOf } from './configs/resources.ts'

/** The port of a broker's admin server, which it tells as its config admin.port; undefined when it does not. */
export async function adminPort(cluster: Cluster, id: number): Promise<number | undefined> {
  try {
    const configs = (await configsOf(cluster, [{ kind: 'broker', name: String(id) }])).get(`broker ${id}`)
    const port = Number(configs?.find(({ name }) => name === 'admin.port')?.value ?? Number.NaN)
    return port > 0 ? port : undefined
  } catch (error) {
    // A fenced broker is in nobody's metadata.
    if (error instanceof CommandError) return undefined
    throw error
  }
}
