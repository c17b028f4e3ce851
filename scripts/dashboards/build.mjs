// Grafana's dashboards from what is worth saying of them: titles, queries and units. The layout is reckoned.

const datasource = { type: 'prometheus', uid: '${datasource}' }
const width = { stat: 4, graph: 12 }
const height = { stat: 4, graph: 8 }

/** A series selector for the chosen brokers: `of('up')`, `of('some_metric', 'topic=""')`. */
export const of = (metric, more = '') => `${metric}{job=~"$job",instance=~"$instance"${more === '' ? '' : `,${more}`}}`

/** The rate of a counter over what Grafana thinks right for the zoom. */
export const rate = (metric, more) => `rate(${of(metric, more)}[$__rate_interval])`

/** One number, with the values from which on it is orange and red; `low` = below which it is red. */
export const stat = (title, expression, { unit = 'none', warn, alarm, low, about } = {}) => ({
  kind: 'stat',
  title,
  targets: [[expression, '']],
  unit,
  about,
  steps: [
    { color: low === undefined ? 'green' : 'red', value: null },
    ...(low === undefined ? [] : [{ color: 'green', value: low }]),
    ...(warn === undefined ? [] : [{ color: 'orange', value: warn }]),
    ...(alarm === undefined ? [] : [{ color: 'red', value: alarm }])
  ]
})

/** Lines over time: pairs of query and legend. */
export const graph = (title, targets, { unit = 'short', stacked = false, max, about } = {}) => ({
  kind: 'graph',
  title,
  targets,
  unit,
  stacked,
  max,
  about
})

/** A heading. */
export const row = (title) => ({ kind: 'row', title })

const query = (name, definition, options = {}) => ({
  name,
  label: name,
  type: 'query',
  datasource,
  query: { query: definition, refId: name },
  refresh: 2,
  sort: 1,
  ...options
})
const several = { multi: true, includeAll: true, allValue: '.*', current: { text: ['All'], value: ['$__all'] } }

/** What every dashboard lets people choose. */
const choices = [
  { name: 'datasource', label: 'datasource', type: 'datasource', query: 'prometheus', refresh: 1 },
  query('job', 'label_values(kafka_server_replicamanager_leadercount, job)'),
  query('instance', 'label_values(kafka_server_replicamanager_leadercount{job=~"$job"}, instance)', several)
]

/** One more thing to choose on a dashboard: the values of a label of a metric. */
export const choice = (name, metric) =>
  query(name, `label_values(${metric}{job=~"$job",${name}!=""}, ${name})`, several)

/** A dashboard in Grafana's JSON. */
export function dashboard({ name, title, about, panels, more = [] }) {
  return {
    uid: `gregor-${name}`,
    title: `Gregor: ${title}`,
    description: about,
    tags: ['gregor'],
    editable: true,
    graphTooltip: 1,
    refresh: '10s',
    schemaVersion: 39,
    time: { from: 'now-30m', to: 'now' },
    timezone: 'browser',
    links: [
      { type: 'dashboards', tags: ['gregor'], title: 'Gregor', asDropdown: true, includeVars: true, keepTime: true }
    ],
    templating: { list: [...choices, ...more] },
    panels: laidOut(panels)
  }
}

/** From left to right, and to the next line where there is no room. */
function laidOut(panels) {
  let x = 0
  let y = 0
  let lineHeight = 0
  return panels.map((panel, index) => {
    const w = width[panel.kind] ?? 24
    const h = height[panel.kind] ?? 1
    if (x + w > 24 || (lineHeight !== 0 && lineHeight !== h)) {
      y += lineHeight
      x = 0
    }
    const gridPos = { x, y, w, h }
    x += w
    lineHeight = h
    return { id: index + 1, title: panel.title, gridPos, ...contents(panel) }
  })
}

function contents(panel) {
  if (panel.kind === 'row') return { type: 'row', collapsed: false, panels: [] }
  const shared = {
    ...(panel.about === undefined ? {} : { description: panel.about }),
    datasource,
    targets: panel.targets.map(([expr, legendFormat], index) => ({
      refId: String.fromCharCode(65 + index),
      datasource,
      expr,
      legendFormat,
      range: true
    }))
  }
  return panel.kind === 'stat'
    ? { type: 'stat', ...shared, ...statLooks(panel) }
    : { type: 'timeseries', ...shared, ...graphLooks(panel) }
}

function statLooks({ unit, steps }) {
  return {
    fieldConfig: { defaults: { unit, thresholds: { mode: 'absolute', steps } }, overrides: [] },
    options: { reduceOptions: { calcs: ['lastNotNull'] }, colorMode: 'background', graphMode: 'area' }
  }
}

function graphLooks({ unit, stacked, max }) {
  const custom = {
    lineWidth: 1,
    fillOpacity: stacked ? 30 : 5,
    showPoints: 'never',
    ...(stacked ? { stacking: { mode: 'normal', group: 'A' } } : {})
  }
  return {
    fieldConfig: { defaults: { unit, min: 0, ...(max === undefined ? {} : { max }), custom }, overrides: [] },
    options: {
      legend: { displayMode: 'list', placement: 'bottom' },
      tooltip: { mode: 'multi', sort: 'desc' }
    }
  }
}
