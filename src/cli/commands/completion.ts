import { Argument, Command, type Option } from 'commander'
import { suites } from '../../../suites/distribution/index.ts'
import type { Outcome } from '../outcome.ts'

type Shell = 'bash' | 'zsh' | 'fish'

/** `oci-assay completion <shell>`: a script that completes commands, options and their values. */
export function completionCommand(_outcome: Outcome): Command {
  return new Command('completion')
    .description('print a script that completes commands and options in a shell')
    .addArgument(new Argument('<shell>').choices(['bash', 'zsh', 'fish']))
    .addHelpText(
      'after',
      `
bash:  source <(oci-assay completion bash)
zsh:   source <(oci-assay completion zsh)
fish:  oci-assay completion fish | source`,
    )
    .action((shell: Shell, _: unknown, command: Command) => {
      const root = command.parent
      if (root) process.stdout.write(completionScript(root, shell))
    })
}

interface Completed {
  name: string
  about: string
  /** Long options. */
  options: readonly {
    flag: string
    about: string
    values?: readonly string[]
    file: boolean
    value: boolean
  }[]
  /** What its argument may be; undefined means files. */
  words?: readonly string[]
}

const requirementIds = () => suites.flatMap(({ requirements }) => requirements.map(({ id }) => id))

/** Values that commander does not have, by option. */
const valuesOf = (flag: string): readonly string[] | undefined =>
  flag === '--suite'
    ? suites.map(({ name }) => name)
    : flag === '--only' || flag === '--skip'
      ? requirementIds()
      : undefined

function optionsOf(command: Command): Completed['options'] {
  return command.options
    .filter((option: Option) => !option.hidden && option.long)
    .map((option: Option) => {
      const flag = option.long!
      const values = option.argChoices ?? valuesOf(flag)
      return {
        flag,
        about: option.description,
        value: option.required || option.optional,
        file: /<(?:file|folder)>/.test(option.flags),
        ...(values ? { values } : {}),
      }
    })
}

function commandsOf(root: Command): Completed[] {
  return root.commands.map((command) => {
    const [argument] = command.registeredArguments
    const words = command.name() === 'explain' ? requirementIds() : argument?.argChoices
    return {
      name: command.name(),
      about: command.description(),
      options: optionsOf(command),
      ...(words ? { words } : {}),
    }
  })
}

/** The script for one shell. */
export function completionScript(root: Command, shell: Shell): string {
  const commands = commandsOf(root)
  return { bash: bashScript, zsh: zshScript, fish: fishScript }[shell](commands)
}

/** In single quotes, for all three shells. */
const quoted = (text: string): string => `'${text.replaceAll('\\', '\\\\').replaceAll("'", `'"'"'`)}'`

function bashScript(commands: readonly Completed[]): string {
  const lines = commands.flatMap(({ name, options, words }) => [
    `    ${name})`,
    '      case "$previous" in',
    ...options.flatMap(({ flag, value, file, values }) =>
      !value
        ? []
        : values
          ? [`        ${flag}) words=${quoted(values.join(' '))} ;;`]
          : [`        ${flag}) ${file ? 'files=1' : 'return'} ;;`],
    ),
    `        *) case "$current" in -*) words=${quoted(options.map(({ flag }) => flag).join(' '))} ;; *) ${
      words ? `words=${quoted(words.join(' '))}` : 'files=1'
    } ;; esac ;;`,
    '      esac ;;',
  ])
  return `_oci_assay() {
  local current="\${COMP_WORDS[COMP_CWORD]}" previous="\${COMP_WORDS[COMP_CWORD-1]}" words='' files=''
  if [ "$COMP_CWORD" -eq 1 ]; then
    COMPREPLY=($(compgen -W ${quoted(commands.map(({ name }) => name).join(' '))} -- "$current"))
    return
  fi
  case "\${COMP_WORDS[1]}" in
${lines.join('\n')}
  esac
  if [ -n "$files" ]; then COMPREPLY=($(compgen -f -- "$current")); else COMPREPLY=($(compgen -W "$words" -- "$current")); fi
}
complete -o filenames -F _oci_assay oci-assay
`
}

/** Text inside of zsh's brackets. */
const zshText = (text: string): string => text.replaceAll(/[[\]:\\]/g, '\\$&')

function zshScript(commands: readonly Completed[]): string {
  const cases = commands.map(({ name, options, words }) => {
    const specs = options.map(({ flag, about, value, file, values }) => {
      const action = !value ? '' : values ? `:value:(${values.join(' ')})` : file ? ':file:_files' : ':value:'
      return quoted(`*${flag}[${zshText(about)}]${action}`)
    })
    const rest = words ? `*:value:(${words.join(' ')})` : '*:file:_files'
    return `    ${name}) _arguments ${[...specs, quoted(rest)].join(' ')} ;;`
  })
  const described = commands.map(({ name, about }) => quoted(`${name}:${about.replaceAll(':', ' ')}`))
  return `#compdef oci-assay
_oci_assay() {
  local -a commands
  commands=(${described.join(' ')})
  if (( CURRENT == 2 )); then _describe command commands; return; fi
  local command=\${words[2]}
  shift words
  (( CURRENT-- ))
  case "$command" in
${cases.join('\n')}
  esac
}
compdef _oci_assay oci-assay
`
}

function fishScript(commands: readonly Completed[]): string {
  const lines = commands.flatMap(({ name, about, options, words }) => {
    const inside = `-n ${quoted(`__fish_seen_subcommand_from ${name}`)}`
    return [
      `complete -c oci-assay -f -n __fish_use_subcommand -a ${name} -d ${quoted(about)}`,
      ...(words ? [`complete -c oci-assay -f ${inside} -a ${quoted(words.join(' '))}`] : []),
      ...options.map(({ flag, about: text, value, file, values }) =>
        [
          `complete -c oci-assay ${inside} -l ${flag.slice(2)} -d ${quoted(text)}`,
          ...(value ? [file ? '-r -F' : '-x'] : []),
          ...(values ? [`-a ${quoted(values.join(' '))}`] : []),
        ].join(' '),
      ),
    ]
  })
  return `${lines.join('\n')}\n`
}
