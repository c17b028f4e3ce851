import type { GroupCoordinator, GroupSettings } from '@gregor/coordinator'
import type { BrokerConfigValues, MetadataDelta } from '@gregor/metadata'

/** Kafka's class names of the assignors stand for their names. */
const ASSIGNOR_CLASS = /^org\.apache\.kafka\.coordinator\.group\.assignor\.(\w+)Assignor$/

/** The broker's settings with assignors by their names, each once. */
export function groupSettings(values: BrokerConfigValues): GroupSettings {
  const names = values['group.consumer.assignors'].map((name) => ASSIGNOR_CLASS.exec(name)?.[1]?.toLowerCase() ?? name)
  return { ...values, 'group.consumer.assignors': [...new Set(names)] }
}

/** Groups hear of topics that came, grew or went, not of the many changes to partitions that they have. */
export function tellGroups(groups: GroupCoordinator, { partitions, removedTopics }: MetadataDelta): void {
  const removed = removedTopics.map(({ name }) => name)
  const changed = new Set(removed)
  for (const { before, after } of partitions) if (before === undefined) changed.add(after.topic)
  if (changed.size > 0) groups.onTopicsChanged([...changed])
  if (removed.length > 0) groups.onTopicsDeleted(removed)
}
