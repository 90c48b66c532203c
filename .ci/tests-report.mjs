// Reads JSON reports of vitest.
//
//     node tests-report.mjs failed-files <report.json>
//         prints the files with failed tests, a line each.
//     node tests-report.mjs count <report.json> <repeated.json> <file of failures> <file of repeats> <lines of errors>
//         prints how many tests passed and failed. The second report is of the failed files alone, and may be missing: a
//         test that failed and then passed counts as passed, and is appended to the file of repeats. Each failed test is
//         appended to the file of failures, with the first lines of its error as long as there are not too many.
import { appendFileSync, existsSync, readFileSync } from 'node:fs'
import { relative } from 'node:path'
import { stripVTControlCharacters } from 'node:util'

const [command, report, repeated, failures, repeats, limit] = process.argv.slice(2)
const linesOfOne = 4
let left = Number(limit)

/** Files by their name: whether one failed, why it could not be loaded, and its tests. */
const filesOf = (path) =>
  new Map(
    JSON.parse(readFileSync(path, 'utf8')).testResults.map(({ name, ...file }) => [
      relative('.', name),
      file,
    ]),
  )

const hasFailed = ({ status }) => status === 'failed'

function note(name, errors) {
  const lines = stripVTControlCharacters(errors.join('\n'))
    .split('\n')
    .filter((line) => line.trim() !== '' && !line.includes('/node_modules/'))
    .slice(0, Math.min(linesOfOne, left))
  left -= lines.length
  appendFileSync(failures, `failed: ${name}\n${lines.map((line) => `    ${line}\n`).join('')}`)
}

/** The tests of a file; one that could not be loaded counts as a failed test. */
const testsOf = (file) =>
  hasFailed(file) && !file.assertionResults.some(hasFailed)
    ? [...file.assertionResults, { fullName: '', status: 'failed', failureMessages: [file.message] }]
    : file.assertionResults

/** Tests by their name, and those of one name by their order. */
function byName(tests) {
  const named = new Map()
  for (const test of tests) {
    let key = test.fullName
    while (named.has(key)) key += ' again'
    named.set(key, test)
  }
  return named
}

/** The tests of a file that was run twice: those that failed are as they were the second time. */
function testsOfBoth(name, first, second) {
  const unloaded = hasFailed(first) && !first.assertionResults.some(hasFailed)
  if (unloaded && !hasFailed(second)) appendFileSync(repeats, `passed only when repeated: ${name}\n`)
  if (unloaded) return testsOf(second)
  const again = byName(testsOf(second))
  return [...byName(first.assertionResults)].map(([key, test]) => {
    const later = hasFailed(test) ? again.get(key) : undefined
    if (later?.status === 'passed')
      appendFileSync(repeats, `passed only when repeated: ${name}: ${test.fullName}\n`)
    return later ?? test
  })
}

const first = filesOf(report)
if (command === 'failed-files') {
  for (const [name, file] of first) if (hasFailed(file)) console.log(name)
} else {
  const second = existsSync(repeated) ? filesOf(repeated) : new Map()
  let passed = 0
  let failed = 0
  for (const [name, file] of first) {
    const again = second.get(name)
    for (const test of again ? testsOfBoth(name, file, again) : testsOf(file)) {
      if (test.status === 'passed') passed += 1
      if (!hasFailed(test)) continue
      failed += 1
      note(test.fullName === '' ? name : `${name}: ${test.fullName}`, test.failureMessages)
    }
  }
  if (passed + failed === 0) process.exit(1)
  console.log(passed, failed)
}
