import type { Choice, CommandNode } from './nodes.ts'

/** An item of _describe: the word, a colon, what it does. */
const item = ({ word, description }: Choice): string => quoted(`${word.replaceAll(':', '\\:')}:${description}`)
const quoted = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`

export function zshScript(nodes: readonly CommandNode[]): string {
  const paths = nodes.filter(({ path }) => path !== '').map(({ path }) => quoted(path))
  const branches = nodes.map(
    ({ path, words, options }) =>
      `    ${quoted(path)}) items=(${words.map(item).join(' ')}); options=(${options.map(item).join(' ')}) ;;`
  )
  const values = nodes.flatMap(({ path, optionValues }) =>
    optionValues.map(
      ({ flag, values: list }) => `    ${quoted(`${path} ${flag}`)}) items=(${list.map(quoted).join(' ')}) ;;`
    )
  )
  return `#compdef gregor
_gregor() {
  local place='' index
  local -a items options
  for ((index = 2; index < CURRENT; index++)); do
    case "\${place:+$place }\${words[index]}" in
    ${paths.join('|')}) place="\${place:+$place }\${words[index]}" ;;
    esac
  done
  case "$place" in
${branches.join('\n')}
  esac
  [[ "\${words[CURRENT]}" == -* ]] && items=("\${options[@]}")
  case "$place \${words[CURRENT-1]}" in
${values.join('\n')}
  esac
  if ((\${#items})); then _describe gregor items; else _files; fi
}
if [[ "\${funcstack[1]}" == _gregor ]]; then _gregor "$@"; else compdef _gregor gregor; fi`
}
