import { getHeapStatistics, setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { untilBeat } from '@gregor/base'
import { CollectionPacer } from '../node/collection-pacer.ts'
import { nodeClock } from './node-ports.ts'

/** How often it is looked at what buffers take: seldom while they take little. */
const LOOK_MS = 100
const QUIET_LOOK_MS = 400

/** Collects garbage, for the rest of the life of the process, when buffers take about `bytesMax`. */
export function keepBuffersBelow(bytesMax: number): void {
  setFlagsFromString('--expose-gc')
  const collect = runInNewContext('gc') as () => void
  const pacer = new CollectionPacer(bytesMax)
  const look = (): void => {
    const bytes = bufferBytes()
    if (pacer.isDue(bytes)) {
      collect()
      pacer.collected(bufferBytes())
    }
    setTimeout(look, untilBeat(nodeClock, bytes < bytesMax / 8 ? QUIET_LOOK_MS : LOOK_MS)).unref()
  }
  look()
}

/** Buffers of this process, and what native code holds for it. */
function bufferBytes(): number {
  return getHeapStatistics().external_memory
}
