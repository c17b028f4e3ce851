/** A cell: text, a number (aligned to the right), or nothing. */
export type Cell = string | number | null | undefined

/** Columns under their heads, two blanks between them, for a fixed-width font. */
export function table(heads: readonly string[], rows: readonly (readonly Cell[])[]): string {
  const numeric = heads.map((_, column) => rows.some((row) => typeof row[column] === 'number'))
  const cells = [heads.map((head) => head.toUpperCase()), ...rows.map((row) => heads.map((_, at) => cellText(row[at])))]
  const widths = heads.map((_, column) => Math.max(...cells.map((row) => row[column]!.length)))
  const line = (row: readonly string[]): string =>
    row.map((text, at) => (numeric[at] ? text.padStart(widths[at]!) : text.padEnd(widths[at]!))).join('  ')
  return cells.map((row) => line(row).trimEnd()).join('\n')
}

function cellText(cell: Cell): string {
  if (cell === null || cell === undefined || cell === '') return '-'
  return printable(String(cell))
}

/** Text without what would drive the terminal: names and values come from others. */
export function printable(text: string): string {
  // oxlint-disable-next-line no-control-regex
  return text.replaceAll(/[\u0000-\u001f\u007f-\u009f]/g, (character) => {
    return `\\x${character.charCodeAt(0).toString(16).padStart(2, '0')}`
  })
}

/** `1,2,3`, or a dash for none. */
export const list = (ids: readonly (number | string)[]): string => (ids.length === 0 ? '-' : ids.join(','))

/** `1 topic`, `2 topics`. */
export const count = (amount: number, noun: string, plural = `${noun}s`): string =>
  `${amount} ${amount === 1 ? noun : plural}`
