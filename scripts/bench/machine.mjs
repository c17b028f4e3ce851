import { arch, availableParallelism, cpus, loadavg } from 'node:os'

/** What figures were taken on, and what else it had to do at that moment. */
export function machine() {
  return {
    date: new Date().toISOString().slice(0, 10),
    node: process.version,
    cpu: `${availableParallelism()} x ${cpus()[0]?.model ?? arch()}`,
    load: Number(loadavg()[0].toFixed(1))
  }
}
