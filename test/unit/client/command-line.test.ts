import { join } from 'node:path'
import { expect, it } from 'vitest'
import {
  checkPlaceholders,
  CommandLineError,
  fill,
  shown,
  withProgram,
  wordsOf,
} from '../../../src/client/command-line.ts'
import { checkRecipe } from '../../../src/client/recipe.ts'
import { recipes } from '../../../src/client/recipes/index.ts'
import { quoted, windowsStart } from '../../../src/client/windows.ts'

it.each([
  ['crane pull {ref} {out}', ['crane', 'pull', '{ref}', '{out}']],
  [`tool 'one word' "another one" a\\ b`, ['tool', 'one word', 'another one', 'a b']],
  [`tool "say \\"this\\"" --a='x y'z`, ['tool', 'say "this"', '--a=x yz']],
  [`tool "" ''`, ['tool', '', '']],
  ['  tool\t\n x ', ['tool', 'x']],
  // Nothing is a variable, a glob, a pipe or a comment.
  ['tool $HOME *.txt | cat # no', ['tool', '$HOME', '*.txt', '|', 'cat', '#', 'no']],
])('divides %s', (line, words) => {
  expect(wordsOf(line, 'linux')).toEqual(words)
})

it('takes a backslash on Windows for a part of a path', () => {
  expect(wordsOf(String.raw`C:\tools\oras.exe pull "C:\my files\x" {ref}`, 'win32')).toEqual([
    String.raw`C:\tools\oras.exe`,
    'pull',
    String.raw`C:\my files\x`,
    '{ref}',
  ])
})

it.each(['', '   ', `tool 'open`, 'tool "open'])('refuses %j', (line) => {
  expect(() => wordsOf(line, 'linux')).toThrow(CommandLineError)
})

it('refuses a placeholder that does not exist, and names those that do', () => {
  expect(() => checkPlaceholders(wordsOf('tool pull {reference}'))).toThrow(
    /\{reference\} is not a placeholder.*\{ref\}/,
  )
})

it('fills in values without dividing them again', () => {
  const values = {
    ref: 'a b:c',
    out: '/tmp/x y',
    plain: ['--host', 'reg={registry}'],
    registry: 'h:1',
    login: [],
  }
  expect(fill(['t', '--to={out}', '{ref}', '{plain}', '{login}', '{"a":1}'], values)).toEqual([
    't',
    '--to=/tmp/x y',
    'a b:c',
    '--host',
    'reg=h:1',
    '{"a":1}',
  ])
})

it('shows a command as a shell reads it', () => {
  expect(shown(['a', 'b c', "it's", ''])).toBe(`a 'b c' 'it'\\''s' ''`)
})

it('has recipes whose placeholders exist', () => {
  expect(recipes.length).toBeGreaterThan(5)
  for (const recipe of recipes) expect(() => checkRecipe(recipe)).not.toThrow()
})

it.each([
  ['plain', '"plain"'],
  ['two words', '"two words"'],
  ['a"b', String.raw`"a\"b"`],
  ['ends\\', String.raw`"ends\\"`],
  [String.raw`a\"b`, String.raw`"a\\\"b"`],
])('quotes %s for a program on Windows', (argument, expected) => {
  expect(quoted(argument)).toBe(expected)
})

it.each([
  ['crane', 'linux', 'crane'],
  ['/bin/crane', 'linux', '/bin/crane'],
  ['./crane', 'linux', join(process.cwd(), 'crane')],
  ['bin/crane', 'linux', join(process.cwd(), 'bin/crane')],
  ['{home}/crane', 'linux', '{home}/crane'],
  ['crane.exe', 'win32', 'crane.exe'],
  [String.raw`C:\bin\crane.exe`, 'win32', String.raw`C:\bin\crane.exe`],
] as const)('takes the program %s (%s) from where the user is', (program, platform, expected) => {
  expect(withProgram([program, './a'], platform)).toEqual([expected, './a'])
})

it('takes a relative program on Windows from where the user is', () => {
  for (const program of [String.raw`.\crane`, 'bin/crane'])
    expect(withProgram([program], 'win32')[0]).toMatch(/^(?:[A-Z]:)?\\.*\\crane$/)
})

const env = { Path: 'C:\\one;"C:\\with blanks";;C:\\two', PATHEXT: '.JS;.EXE;.CMD', ComSpec: 'C:\\cmd.exe' }
const has =
  (...paths: string[]) =>
  (tried: string) =>
    paths.includes(tried)

it.each([
  // By PATH and PATHEXT, in their order; what is no program by itself is passed by.
  ['oras', ['C:\\two\\oras.exe'], 'C:\\two\\oras.exe'],
  ['oras', ['C:\\one\\oras.js', 'C:\\one\\oras', 'C:\\two\\oras.exe'], 'C:\\two\\oras.exe'],
  ['oras', ['C:\\with blanks\\oras.exe', 'C:\\two\\oras.exe'], 'C:\\with blanks\\oras.exe'],
  ['oras.exe', ['C:\\two\\oras.exe'], 'C:\\two\\oras.exe'],
  ['python3.12', ['C:\\one\\python3.12.exe'], 'C:\\one\\python3.12.exe'],
  ['C:\\my tools\\oras', ['C:\\my tools\\oras.exe'], 'C:\\my tools\\oras.exe'],
  // Windows looks for it then.
  ['oras', [], 'oras'],
])('finds %s on Windows where there is %j', (name, there, file) => {
  expect(windowsStart([name, 'a b'], env, has(...there))).toEqual({ file, args: ['a b'], verbatim: false })
})

it('starts a batch file on Windows by cmd.exe, and lets it interpret nothing', () => {
  const { file, args, verbatim } = windowsStart(['tool', 'a & b', '%PATH%'], env, has('C:\\one\\tool.cmd'))
  expect({ file, verbatim }).toEqual({ file: 'C:\\cmd.exe', verbatim: true })
  const line = args.at(-1) ?? ''
  expect(args.slice(0, -1)).toEqual(['/d', '/s', '/c'])
  // Twice escaped: once for this cmd.exe, once for the one that runs the batch file.
  expect(line).toContain('^^^&')
  expect(line).toContain('^^^%PATH^^^%')
})

/** Removes one level of what cmd.exe reads as carets; outside of quotes, as every quote is escaped itself. */
function afterCmd(text: string): string {
  let read = ''
  let isQuoted = false
  for (let at = 0; at < text.length; at += 1) {
    const character = text[at] ?? ''
    if (character === '^' && !isQuoted) read += text[(at += 1)] ?? ''
    else {
      if (character === '"') isQuoted = !isQuoted
      else if (!isQuoted) expect('()%!<>&|').not.toContain(character)
      read += character
    }
  }
  return read
}

/** Divides a command line as CommandLineToArgvW does. */
function argvOf(line: string): string[] {
  const found: string[] = []
  for (let at = 0; at < line.length; at += 1) {
    if (line[at] === ' ') continue
    let [word, isQuoted] = ['', false]
    for (; at < line.length && (isQuoted || line[at] !== ' '); at += 1) {
      let slashes = 0
      for (; line[at] === '\\'; at += 1) slashes += 1
      if (line[at] !== '"') word += '\\'.repeat(slashes)
      else {
        word += '\\'.repeat(slashes >> 1)
        if (slashes % 2 === 1) word += '"'
        else isQuoted = !isQuoted
        continue
      }
      if (at < line.length && (isQuoted || line[at] !== ' ')) word += line[at]
      else at -= 1
    }
    found.push(word)
  }
  return found
}

it.each([
  ['a b'],
  ['%PATH%', '%', '100%'],
  ['a"b', '"', '"quoted words"'],
  ['C:\\folder\\', '\\\\server\\share\\', 'ends with blanks \\'],
  ['a & b | c > d < e ^ f', '(x)', '!y!', 'a,b;c=d'],
  ['" & calc & "', '"|"'],
  ['', '-', '{"a":"b\\\\"}'],
  ['127.0.0.1:5000/team/app:1.0', '--plain-http'],
])('gives a program behind a batch file the same arguments: %j', (...words) => {
  const { args } = windowsStart(['tool', ...words], env, has('C:\\with blanks\\tool.cmd'))
  // `/s` removes the first and the last quote; the batch file has `program %*`.
  const line = afterCmd((args.at(-1) ?? '').slice(1, -1))
  const name = 'C:\\with blanks\\tool.cmd '
  expect(line.slice(0, name.length)).toBe(name)
  expect(argvOf(afterCmd(line.slice(name.length)))).toEqual(words)
})
