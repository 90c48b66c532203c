import { existsSync } from 'node:fs'
import { win32 } from 'node:path'

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

/** Of a variable, whose name has any case on Windows. */
function valueOf(env: Readonly<Record<string, string | undefined>>, name: string): string | undefined {
  const found = Object.keys(env).find((each) => each.toUpperCase() === name)
  return found === undefined ? undefined : env[found]
}

/** What can be started without another program, of all that PATHEXT may list. */
const startable = ['.COM', '.EXE', '.BAT', '.CMD']

/** The extensions that are tried for a name; a dot in a name, as in `python3.12`, begins none. */
function extensionsFor(name: string, pathExt: string | undefined): string[] {
  if (startable.includes(win32.extname(name).toUpperCase())) return ['']
  const listed = (pathExt ?? startable.join(';')).split(';').map((each) => each.trim().toUpperCase())
  return listed.filter((each) => startable.includes(each)).map((each) => each.toLowerCase())
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
  const extensions = extensionsFor(name, valueOf(env, 'PATHEXT'))
  const hasFolder = win32.isAbsolute(name) || /[\\/]/.test(name)
  // Folders in PATH may be in quotes.
  const folders = hasFolder
    ? ['']
    : (valueOf(env, 'PATH') ?? '').split(';').map((each) => each.replaceAll('"', '').trim())
  const found = folders
    .filter((folder) => hasFolder || folder !== '')
    .flatMap((folder) => extensions.map((extension) => win32.join(folder, `${name}${extension}`)))
    .find(exists)
  const file = found ?? name
  if (!/\.(?:bat|cmd)$/i.test(file)) return { file, args, verbatim: false }
  const line = [escaped(file), ...args.map((each) => escaped(escaped(quoted(each))))].join(' ')
  return { file: valueOf(env, 'COMSPEC') ?? 'cmd.exe', args: ['/d', '/s', '/c', `"${line}"`], verbatim: true }
}
