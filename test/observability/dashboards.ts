import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { repository } from '../support/sources.ts'

const folder = join(repository, 'deploy', 'grafana', 'dashboards')

/** A query of a panel, with what people choose in Grafana filled in. */
export interface PanelQuery {
  readonly panel: string
  readonly expression: string
}

interface Dashboard {
  readonly uid: string
  readonly title: string
  readonly panels: readonly { readonly title: string; readonly targets?: readonly { readonly expr: string }[] }[]
}

const choices: readonly (readonly [string, string])[] = [
  ['$__rate_interval', '15s'],
  ['$job', 'gregor'],
  ['$instance', '.*'],
  ['$topic', '.*']
]

export async function readDashboards(): Promise<readonly Dashboard[]> {
  const names = await readdir(folder)
  return Promise.all(
    names.toSorted().map(async (name) => JSON.parse(await readFile(join(folder, name), 'utf8')) as Dashboard)
  )
}

export function queriesOf({ title, panels }: Dashboard): PanelQuery[] {
  return panels.flatMap(({ title: panel, targets = [] }) =>
    targets.map(({ expr }) => {
      const expression = choices.reduce((text, [name, value]) => text.replaceAll(name, value), expr)
      return { panel: `${title} / ${panel}`, expression }
    })
  )
}
