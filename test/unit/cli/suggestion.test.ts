import { expect, it } from 'vitest'
import { withSuggestion } from '../../../src/cli/process/suggestion.ts'

const options = ['--password-stdin', '--depth', '--port', '--reports', '--ca-file']

it.each([
  [
    'the option of which it is the beginning',
    "error: unknown option '--password'\n",
    "error: unknown option '--password'\n(Did you mean --password-stdin?)\n",
  ],
  [
    'the value that it is similar to',
    "error: option '--depth <depth>' argument 'qick' is invalid. Allowed choices are quick, standard, thorough.\n",
    "error: option '--depth <depth>' argument 'qick' is invalid. Allowed choices are quick, standard, thorough.\n(Did you mean quick?)\n",
  ],
  [
    'the option that other tools name so',
    "error: unknown option '--cacert'\n",
    "error: unknown option '--cacert'\n(Did you mean --ca-file?)\n",
  ],
  [
    'that rather than what is spelled alike',
    "error: unknown option '--out'\n(Did you mean --port?)\n",
    "error: unknown option '--out'\n(Did you mean --reports?)\n",
  ],
])('suggests %s', (_, message, expected) => {
  expect(withSuggestion(message, options)).toBe(expected)
})

it.each([
  "error: unknown option '--nothing-alike'\n",
  "error: unknown option '--user'\n",
  "error: unknown option '--deph'\n(Did you mean --depth?)\n",
  "error: option '--depth <depth>' argument 'x' is invalid. Allowed choices are quick, standard, thorough.\n",
  "error: option '--port <n>' argument 'x' is invalid: it must be a whole number from 1 to 65535\n",
])('adds nothing to %j', (message) => {
  expect(withSuggestion(message, options)).toBe(message)
})
