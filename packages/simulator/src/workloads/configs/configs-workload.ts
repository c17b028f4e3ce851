import type { Random } from '@gregor/base'
import type { Workload, WorkloadShape } from '../../types.ts'
import type { WorldOf } from '../world-of.ts'
import { ConfigWriter } from './config-writer.ts'

/** Topic configs that change nothing while there is trouble: any value will do. One for each writer. */
const keys = ['delete.retention.ms', 'min.compaction.lag.ms', 'file.delete.delay.ms', 'segment.jitter.ms']

/** Writers that keep the metadata log busy, and know what it must still hold in the end. */
export function createConfigsWorkload(worldOf: WorldOf, shape: WorkloadShape): Workload {
  const world = worldOf('configs')
  const topic = shape.topics[0]!.name
  const pauseMs = drawPauseMs(world.random)
  const writers = pauseMs === undefined ? [] : keys.map((key) => new ConfigWriter(world, { topic, key, pauseMs }))
  return {
    name: 'configs',
    start: () => writers.forEach((writer) => writer.start()),
    stop: () => writers.forEach((writer) => writer.stop()),
    get idle() {
      return writers.every(({ idle }) => idle)
    },
    counts: () => ({ configsWritten: writers.reduce((sum, { acknowledged }) => sum + acknowledged, 0) }),
    check: async () => {
      await Promise.all(writers.map((writer) => writer.check()))
    }
  }
}

/** Between two writes of one writer; undefined = nobody writes. */
function drawPauseMs(random: Random): number | undefined {
  return [undefined, 400, 150, 50][random.int(4)]
}
