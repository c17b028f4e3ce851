import { Argument, type Command } from 'commander'
import type { Shell } from '../commands/completion/script.ts'

export function addCompletion(program: Command): void {
  program
    .command('completion')
    .description('print the completion of this command for a shell')
    .addArgument(new Argument('<shell>').choices(['bash', 'zsh', 'fish']))
    .addHelpText(
      'after',
      `
bash: gregor completion bash > ~/.local/share/bash-completion/completions/gregor
zsh:  gregor completion zsh > ~/.zfunc/_gregor   (with fpath+=~/.zfunc before compinit in ~/.zshrc)
fish: gregor completion fish > ~/.config/fish/completions/gregor.fish`
    )
    .action(async (shell: Shell) => {
      const { run } = await import('../io/run.ts')
      const { completionScript } = await import('../commands/completion/script.ts')
      process.exitCode = await run({}, () => Promise.resolve({ json: null, text: completionScript(program, shell) }))
    })
}
