import type { Command } from 'commander'
import { bashScript } from './bash.ts'
import { fishScript } from './fish.ts'
import { type CommandNode, commandNodes } from './nodes.ts'
import { zshScript } from './zsh.ts'

export type Shell = 'bash' | 'zsh' | 'fish'

const scripts: Readonly<Record<Shell, (nodes: readonly CommandNode[]) => string>> = {
  bash: bashScript,
  zsh: zshScript,
  fish: fishScript
}

/** The completion of a program for a shell, from its tree of commands; without the last line break. */
export const completionScript = (program: Command, shell: Shell): string => scripts[shell](commandNodes(program))
