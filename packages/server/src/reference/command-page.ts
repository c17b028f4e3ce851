import type { Argument, Command, Option } from 'commander'

const commonOptions: ReadonlySet<string> = new Set(['--bootstrap', '--timeout', '--json'])

/** The commands of `gregor` as Markdown, from its tree. */
export function commandReference(program: Command): string {
  return program.commands.map((command) => section(command, program.name())).join('\n')
}

function section(command: Command, above: string): string {
  const path = `${above} ${command.name()}`
  if (command.commands.length > 0) return command.commands.map((child) => section(child, path)).join('\n')
  const usage = [path, ...command.registeredArguments.map(argumentText), '[options]'].join(' ')
  const options = command.options.filter(({ hidden }) => !hidden)
  // What all commands on a cluster have is told once, above.
  const onCluster = options.some(({ long }) => long === '--bootstrap')
  const own = options.filter(({ long }) => !onCluster || !commonOptions.has(long ?? ''))
  const common = onCluster ? '- `--bootstrap`, `--timeout`, `--json`\n' : ''
  const list = own.map((option) => `- \`${option.flags}\`: ${optionText(option)}\n`).join('') + common
  return `## ${path}\n\n\`${usage}\`\n\n${sentence(command.description())}\n${list === '' ? '' : `\n${list}`}`
}

function argumentText(argument: Argument): string {
  const name = `${argument.name()}${argument.variadic ? '...' : ''}`
  return argument.required ? `<${name}>` : `[${name}]`
}

function optionText({ description, argChoices, defaultValue, envVar }: Option): string {
  const details = [
    ...(argChoices === undefined ? [] : [`one of ${argChoices.join(', ')}`]),
    ...(defaultValue === undefined ? [] : [`default ${String(defaultValue)}`]),
    ...(envVar === undefined ? [] : [`environment ${envVar}`])
  ]
  return `${description}${details.length === 0 ? '' : ` (${details.join('; ')})`}`
}

const sentence = (text: string): string => `${text.slice(0, 1).toUpperCase()}${text.slice(1)}.`
