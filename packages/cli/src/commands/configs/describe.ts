import { table } from '../../format/table.ts'
import type { Report } from '../../report.ts'
import type { Session } from '../../session.ts'
import { type Resource, configsOf, resourceText } from './resources.ts'

/** `gregor configs describe KIND NAME`. */
export async function describeConfigs({ cluster }: Session, resource: Resource, all: boolean): Promise<Report> {
  // A broker says of a topic that is not there what it would be like: look first.
  if (resource.kind === 'topic') await cluster.topic(resource.name)
  const found = (await configsOf(cluster, [resource])).get(resourceText(resource)) ?? []
  const configs = all ? found : found.filter(({ source }) => source !== 'default')
  const none = `all configs of ${resourceText(resource)} are at their defaults; --all shows them`
  const rows = configs.map(({ name, value, source, readOnly, sensitive }) => [
    name,
    sensitive ? '(hidden)' : value,
    source,
    readOnly ? 'needs a restart' : ''
  ])
  return {
    json: { ...resource, configs },
    text: configs.length === 0 ? none : table(['key', 'value', 'set by', 'to change'], rows)
  }
}
