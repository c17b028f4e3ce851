import type { CommandNode } from './nodes.ts'

const quoted = (text: string): string => `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`

export function fishScript(nodes: readonly CommandNode[]): string {
  const paths = nodes.filter(({ path }) => path !== '').map(({ path }) => quoted(path))
  return `function __gregor_path
    set -l path ''
    for word in (commandline -opc)[2..-1]
        set -l longer (string trim "$path $word")
        contains -- "$longer" ${paths.join(' ')}; and set path "$longer"
    end
    test "$path" = "$argv[1]"
end
complete -c gregor -e
${nodes.flatMap(linesOf).join('\n')}`
}

function linesOf({ path, words, options, optionValues }: CommandNode): string[] {
  const when = `complete -c gregor -n ${quoted(`__gregor_path ${quoted(path)}`)}`
  const described = (description: string): string => (description === '' ? '' : ` -d ${quoted(description)}`)
  return [
    ...words.map(({ word, description }) => `${when} -f -a ${quoted(word)}${described(description)}`),
    ...options.map(({ word, description }) => {
      const values = optionValues.find(({ flag }) => flag === word)?.values
      const flag = word.startsWith('--') ? `-l ${word.slice(2)}` : `-s ${word.slice(1)}`
      return `${when} ${flag}${values === undefined ? '' : ` -x -a ${quoted(values.join(' '))}`}${described(description)}`
    })
  ]
}
