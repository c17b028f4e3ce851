/** One `key=value` of a properties file and the line on which it starts, counted from 1. */
export interface Property {
  readonly key: string
  readonly value: string
  readonly line: number
}

/**
 * Reads Java's properties format: `#` and `!` comments, `=`, `:` or blanks between key and value, a backslash at the end
 * of a line to continue it, and the escapes \t \n \r \f \uXXXX. Later duplicates come later in the list.
 */
export function parseProperties(text: string): Property[] {
  return logicalLines(text).flatMap(({ content, line }) => {
    const end = keyEnd(content)
    const value = content.slice(end).replace(/^[ \t\f]*[=:]?[ \t\f]*/, '')
    return [{ key: unescape(content.slice(0, end)), value: unescape(value), line }]
  })
}

function logicalLines(text: string): { content: string; line: number }[] {
  const found: { content: string; line: number }[] = []
  let open: { content: string; line: number } | undefined
  for (const [index, raw] of text.split(/\r\n|\r|\n/).entries()) {
    const trimmed = raw.replace(/^[ \t\f]+/, '')
    if (open === undefined && (trimmed === '' || /^[#!]/.test(trimmed))) continue
    const current: { content: string; line: number } = open ?? { content: '', line: index + 1 }
    const continues = /\\*$/.exec(trimmed)![0].length % 2 === 1
    current.content += continues ? trimmed.slice(0, -1) : trimmed
    if (continues) open = current
    else {
      found.push(current)
      open = undefined
    }
  }
  if (open !== undefined) found.push(open)
  return found
}

/** Index of the first unescaped separator: '=', ':' or a blank. */
function keyEnd(content: string): number {
  for (let at = 0; at < content.length; at++) {
    if (content[at] === '\\') at++
    else if ('=: \t\f'.includes(content[at]!)) return at
  }
  return content.length
}

const escapes = new Map([
  ['t', '\t'],
  ['n', '\n'],
  ['r', '\r'],
  ['f', '\f']
])

function unescape(text: string): string {
  return text.replaceAll(/\\(?:u([0-9a-fA-F]{4})|(.))/g, (_, code: string | undefined, char: string) =>
    code === undefined ? (escapes.get(char) ?? char) : String.fromCodePoint(Number.parseInt(code, 16))
  )
}
