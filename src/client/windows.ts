import { existsSync } from 'node:fs'
import { extname, isAbsolute, join } from 'node:path'

/** How a command is started on Windows. */
export interface WindowsStart {
  file: string
  args: readonly string[]
  /** The arguments are quoted already. */
  verbatim: boolean
}

/** Characters that cmd.exe interprets, quoted words included. */
const special = /[()\][%!^"`<>&|;, *?]/g

const escaped = (text: string): string => text.replaceAll(special, '^$&')

/** One argument as the C runtime of a program reads it back: in quotes, with backslashes before quotes doubled. */
export const quoted = (argument: string): string =>
  `"${argument
    .split('"')
    .map((part) => part + '\\'.repeat(backslashesAtEnd(part)))
    .join('\\"')}"`

function backslashesAtEnd(text: string): number {
  let count = 0
  while (text.at(-1 - count) === '\\') count += 1
  return count
}

/**
 * Finds the program that a name means, with the extensions of PATHEXT. A batch file, as package managers install them, is run by cmd.exe,
 * with each argument quoted for the program and then escaped for cmd.exe, twice, since the batch file passes them on.
 */
export function windowsStart(
  [name = '', ...args]: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
  exists: (path: string) => boolean = existsSync,
): WindowsStart {
  const extensions = extname(name) === '' ? (env['PATHEXT'] ?? '.COM;.EXE;.BAT;.CMD').split(';') : ['']
  const folders =
    isAbsolute(name) || /[\\/]/.test(name) ? [''] : (env['PATH'] ?? env['Path'] ?? '').split(';')
  const found = folders
    .flatMap((folder) => extensions.map((extension) => join(folder, `${name}${extension.toLowerCase()}`)))
    .find(exists)
  const file = found ?? name
  if (!/\.(?:bat|cmd)$/i.test(file)) return { file, args, verbatim: false }
  const line = [escaped(file), ...args.map((each) => escaped(escaped(quoted(each))))].join(' ')
  return { file: env['ComSpec'] ?? 'cmd.exe', args: ['/d', '/s', '/c', `"${line}"`], verbatim: true }
}
