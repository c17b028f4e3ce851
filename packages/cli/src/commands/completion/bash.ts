import type { Choice, CommandNode } from './nodes.ts'

const wordsOf = (choices: readonly Choice[]): string => choices.map(({ word }) => word).join(' ')

/** For bash 3.2 and newer, without the package bash-completion. Where nothing is known, bash completes file names. */
export function bashScript(nodes: readonly CommandNode[]): string {
  const paths = nodes.filter(({ path }) => path !== '').map(({ path }) => `'${path}'`)
  const values = nodes.flatMap(({ path, optionValues }) =>
    optionValues.map(({ flag, values: words }) => `    '${path} ${flag}') words='${words.join(' ')}' ;;`)
  )
  const branches = nodes.map(
    ({ path, words, options }) => `    '${path}') words='${wordsOf(words)}' options='${wordsOf(options)}' ;;`
  )
  return `_gregor() {
  local current="\${COMP_WORDS[COMP_CWORD]}" previous="\${COMP_WORDS[COMP_CWORD-1]}"
  local path='' words='' options='' index
  for ((index = 1; index < COMP_CWORD; index++)); do
    case "\${path:+$path }\${COMP_WORDS[index]}" in
    ${paths.join('|')}) path="\${path:+$path }\${COMP_WORDS[index]}" ;;
    esac
  done
  case "$path" in
${branches.join('\n')}
  esac
  case "$current" in -*) words="$options" ;; esac
  case "$path $previous" in
${values.join('\n')}
  esac
  COMPREPLY=($(compgen -W "$words" -- "$current"))
}
complete -o default -F _gregor gregor`
}
