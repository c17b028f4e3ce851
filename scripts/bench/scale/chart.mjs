import { axisOf } from './axis.mjs'
import { short } from './numbers.mjs'

/** Colours that can be told from each other, and read on white as on black. */
const COLOURS = ['#2f81f7', '#d9730d']
const TEXT = '#77818c'
const GRID = '#77818c'
const PANEL = { width: 300, height: 240, left: 44, right: 18, top: 34, bottom: 42 }
const LABEL_WIDTH_MIN = 28

/** The panels of an experiment beside each other: an SVG, on whatever ground it lies. */
export function plotOf({ title, x, panels }, points) {
  const charts = panels.map((panel, index) => group(index * PANEL.width, panelOf(panel, x, points)))
  const width = panels.length * PANEL.width
  return `${[
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${PANEL.height}" width="${width}" height="${PANEL.height}" role="img" font-family="system-ui, sans-serif" font-size="11" fill="${TEXT}">`,
    `<title>${escaped(title)}</title>`,
    ...charts,
    '</svg>'
  ].join('\n')}\n`
}

function panelOf({ title, log, lines }, x, points) {
  const { width, height, left, right, top, bottom } = PANEL
  const known = lines.map(({ field }) => points.filter((point) => point[field] !== undefined))
  const values = lines.flatMap(({ field }, index) => known[index].map((point) => point[field]))
  if (values.length === 0) return text(left, 16, title)
  const across = xAxis(
    points.map((point) => point[x.field]),
    x
  )
  const up = axisOf(values, { log: log === true && Math.min(...values) > 0 })
  const atX = (value) => round(left + across(value) * (width - left - right))
  const atY = (value) => round(height - bottom - up.part(value) * (height - top - bottom))
  return [
    text(left, 16, title, 'font-weight="600"'),
    ...up.ticks.flatMap((tick) => [
      line(left, atY(tick), width - right, atY(tick)),
      text(left - 6, atY(tick) + 4, short(tick), 'text-anchor="end"')
    ]),
    ...labelled(
      points.map((point) => point[x.field]),
      atX
    ).map((value) => text(atX(value), height - bottom + 16, short(value), 'text-anchor="middle"')),
    text((left + width - right) / 2, height - 8, x.label, 'text-anchor="middle"'),
    ...lines.flatMap((each, index) => {
      const places = known[index].map((point) => [atX(point[x.field]), atY(point[each.field])])
      return curve(places, COLOURS[index % COLOURS.length])
    }),
    ...legend(lines)
  ].join('\n')
}

/** The values of the points span the axis; a line of one point lies in its middle. */
function xAxis(values, { log }) {
  const scale = log === true ? Math.log10 : (value) => value
  const [first, last] = [scale(Math.min(...values)), scale(Math.max(...values))]
  return (value) => (last === first ? 0.5 : (scale(value) - first) / (last - first))
}

/** The values whose labels have room. */
function labelled(values, at) {
  const shown = []
  for (const value of values) {
    if (shown.length === 0 || at(value) - at(shown.at(-1)) >= LABEL_WIDTH_MIN) shown.push(value)
  }
  return shown
}

function curve(places, colour) {
  const path = places.map(([x, y], index) => `${index === 0 ? 'M' : 'L'}${x} ${y}`).join('')
  return [
    `<path d="${path}" fill="none" stroke="${colour}" stroke-width="2"/>`,
    ...places.map(([x, y]) => `<circle cx="${x}" cy="${y}" r="3" fill="${colour}"/>`)
  ]
}

/** Nothing for a line that the title of its panel names. */
function legend(lines) {
  return lines.flatMap(({ label }, index) => {
    if (label === undefined) return []
    const y = PANEL.top + 10 + index * 15
    return [
      `<circle cx="${PANEL.left + 12}" cy="${y - 4}" r="4" fill="${COLOURS[index % COLOURS.length]}"/>`,
      text(PANEL.left + 22, y, label)
    ]
  })
}

const group = (x, content) => `<g transform="translate(${x} 0)">\n${content}\n</g>`
const text = (x, y, content, attributes = '') =>
  `<text x="${round(x)}" y="${round(y)}"${attributes === '' ? '' : ` ${attributes}`}>${escaped(content)}</text>`
const line = (x1, y1, x2, y2) =>
  `<line x1="${x1}" y1="${y1}" x2="${x2}" y2="${y2}" stroke="${GRID}" stroke-opacity="0.25"/>`
const round = (value) => Math.round(value * 10) / 10
const escaped = (content) => content.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
