import type { Scheduler } from '@gregor/base'
import type { MetadataImage } from '@gregor/metadata'
import type { MetadataSource } from './ports.ts'

/** Resolves with true as soon as the image meets `condition`, or with false after `timeoutMs`. */
export function awaitImage(
  ports: { readonly metadata: MetadataSource; readonly scheduler: Scheduler },
  condition: (image: MetadataImage) => boolean,
  timeoutMs: number
): Promise<boolean> {
  if (condition(ports.metadata.image)) return Promise.resolve(true)
  if (timeoutMs <= 0) return Promise.resolve(false)
  return new Promise((resolve) => {
    const finish = (met: boolean): void => {
      timer.cancel()
      stop()
      resolve(met)
    }
    const timer = ports.scheduler.after(timeoutMs, () => finish(false))
    const stop = ports.metadata.onDelta((_delta, image) => {
      if (condition(image)) finish(true)
    })
  })
}

/** Whether a topic is there with at least `partitions` partitions and each of them has a live leader. */
export function topicServes(image: MetadataImage, name: string, partitions = 1): boolean {
  const topic = image.topicByName(name)
  if (topic === undefined || topic.partitions.length < partitions) return false
  return topic.partitions.every(({ leader }) => image.brokers.get(leader)?.fenced === false)
}
