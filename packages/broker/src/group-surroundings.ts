import { TopicId } from '@gregor/base'
import type { GroupSurroundings, TopicView } from '@gregor/coordinator'
import { ConfigResourceType, type MetadataImage, type TopicImage } from '@gregor/metadata'

/** The topics and the groups' own configs, as the newest metadata has them. */
export function groupSurroundings(image: MetadataImage): GroupSurroundings {
  return {
    topics: {
      byName(name) {
        const topic = image.topicByName(name)
        return topic && viewOf(topic)
      },
      nameOf: (topicId) => image.topics.get(TopicId(topicId))?.name,
      *names() {
        for (const { name } of image.topics.values()) yield name
      }
    },
    overrides: (groupId) => image.configOverrides(ConfigResourceType.group, groupId)
  }
}

const viewOf = ({ id, partitions }: TopicImage): TopicView => ({ id, partitionCount: partitions.length })
