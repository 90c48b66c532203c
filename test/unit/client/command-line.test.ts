import { expect, it } from 'vitest'
import {
  checkPlaceholders,
  CommandLineError,
  fill,
  shown,
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

const env = { PATH: 'C:\\one;C:\\two', PATHEXT: '.EXE;.CMD', ComSpec: 'C:\\cmd.exe' }
const has = (path: string) => (tried: string) => tried.replaceAll('/', '\\') === path

it('starts a program on Windows as it is', () => {
  const { args, verbatim } = windowsStart(['oras', 'a b'], env, has('C:\\two\\oras.exe'))
  expect({ args, verbatim }).toEqual({ args: ['a b'], verbatim: false })
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
