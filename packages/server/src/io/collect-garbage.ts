import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { CollectionPacer } from '../node/collection-pacer.ts'

/** How often it is looked at what buffers take. */
const LOOK_MS = 100

/** Collects garbage, for the rest of the life of the process, when buffers take about `bytesMax`. */
export function keepBuffersBelow(bytesMax: number): void {
  setFlagsFromString('--expose-gc')
  const collect = runInNewContext('gc') as () => void
  const pacer = new CollectionPacer(bytesMax)
  const timer = setInterval(() => {
    if (!pacer.isDue(bufferBytes())) return
    collect()
    pacer.collected(bufferBytes())
  }, LOOK_MS)
  timer.unref()
}

/** Buffers of this process, and what native code holds for it. */
function bufferBytes(): number {
  return process.memoryUsage().external
}
