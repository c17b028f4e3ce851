/** A fenced block of a page, and what the comment above it says of how it is run. */
export interface Block {
  readonly language: string
  /** Of its first line, counted from 1. */
  readonly line: number
  readonly text: string
  /** `<!-- background until: TEXT -->`: it goes on running; the next block may begin when it has printed TEXT. */
  readonly backgroundUntil: string | undefined
  /** `<!-- elsewhere: WHERE -->`: it needs what this machine may not have. */
  readonly elsewhere: string | undefined
  /** `<!-- exit code: N -->`; 0 without it. */
  readonly exitCode: number
  /** The `text` block right below, which is what it prints: … stands for any text, on a line of its own for any lines. */
  readonly output: string | undefined
}

/** The fenced blocks of a page of Markdown, in order. */
export function blocksOf(markdown: string): Block[] {
  const lines = markdown.split('\n')
  const found: Block[] = []
  for (let at = 0; at < lines.length; at++) {
    const language = /^```(\w+)$/.exec(lines[at]!)?.[1]
    if (language === undefined) continue
    const end = lines.indexOf('```', at + 1)
    if (end < 0) throw new Error(`the block of line ${at + 1} has no end`)
    const marker = /^<!-- (.*) -->$/.exec(lines[at - 1] ?? '')?.[1] ?? ''
    const output = language === 'sh' ? outputBelow(lines, end) : undefined
    found.push({
      language,
      line: at + 2,
      text: lines.slice(at + 1, end).join('\n'),
      backgroundUntil: /^background until: (.*)$/.exec(marker)?.[1],
      elsewhere: /^elsewhere: (.*)$/.exec(marker)?.[1],
      exitCode: Number(/^exit code: (\d+)$/.exec(marker)?.[1] ?? 0),
      output
    })
    at = end
  }
  return found
}

function outputBelow(lines: readonly string[], end: number): string | undefined {
  if (lines[end + 1] !== '' || lines[end + 2] !== '```text') return undefined
  return lines.slice(end + 3, lines.indexOf('```', end + 3)).join('\n')
}

/** Matches what a block prints, as `Block.output` shows it. */
export function outputPattern(output: string): RegExp {
  const anyText = (line: string): string => line.split('…').map(escaped).join('[^\\n]*')
  const parts = output.split('\n').map((line) => (line === '…' ? '(?:[^\\n]*\\n)*?' : `${anyText(line)}\\n`))
  return new RegExp(`^${parts.join('')}$`)
}

function escaped(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`)
}
