import type { Command } from 'commander'

/** A word that may come next. */
export interface Choice {
  readonly word: string
  readonly description: string
}

/** What may follow a command. */
export interface CommandNode {
  /** Names below the program, between blanks; empty for the program itself. */
  readonly path: string
  readonly description: string
  /** Commands below it, or the choices of its arguments. */
  readonly words: readonly Choice[]
  readonly options: readonly Choice[]
  /** Options that take one of several words: by each of their flags. */
  readonly optionValues: readonly { readonly flag: string; readonly values: readonly string[] }[]
}

/** The tree of commands as a list, parents before their children. */
export function commandNodes(program: Command, above = ''): CommandNode[] {
  const { commands, options, registeredArguments } = program
  const choices = registeredArguments.flatMap(({ argChoices }) => argChoices ?? [])
  const node: CommandNode = {
    path: above,
    description: program.description(),
    words: [
      ...commands.map((command) => ({ word: command.name(), description: command.description() })),
      ...choices.map((word) => ({ word, description: '' }))
    ],
    options: [
      ...options
        .filter(({ hidden }) => !hidden)
        .flatMap((option) => flagsOf(option).map((word) => ({ word, description: option.description }))),
      { word: '--help', description: 'help for this command' }
    ],
    optionValues: options.flatMap((option) =>
      flagsOf(option).flatMap((flag) => (option.argChoices === undefined ? [] : [{ flag, values: option.argChoices }]))
    )
  }
  const below = commands.map((command) => commandNodes(command, `${above} ${command.name()}`.trim()))
  return [node, ...below.flat()]
}

const flagsOf = ({ short, long }: { readonly short?: string; readonly long?: string }): string[] =>
  [long, short].filter((flag) => flag !== undefined)
