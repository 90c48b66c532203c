// Reads a JSON report of vitest: prints how many tests passed and failed, and appends each failed one to a file,
// with the first lines of its error as long as there are not too many.
//
//     node failed-tests.mjs <report.json> <file of failures> <lines of errors>
import { appendFileSync, readFileSync } from 'node:fs'
import { relative } from 'node:path'
import { stripVTControlCharacters } from 'node:util'

const [report, failures, limit] = process.argv.slice(2)
const linesOfOne = 4
let left = Number(limit)

function note(name, errors) {
  const lines = stripVTControlCharacters(errors.join('\n'))
    .split('\n')
    .filter((line) => line.trim() !== '' && !line.includes('/node_modules/'))
    .slice(0, Math.min(linesOfOne, left))
  left -= lines.length
  appendFileSync(failures, `failed: ${name}\n${lines.map((line) => `    ${line}\n`).join('')}`)
}

const { numPassedTests, numFailedTests, testResults } = JSON.parse(readFileSync(report, 'utf8'))
for (const { name, status, message, assertionResults } of testResults) {
  const file = relative('.', name)
  const failed = assertionResults.filter((each) => each.status === 'failed')
  for (const { fullName, failureMessages } of failed) note(`${file}: ${fullName}`, failureMessages)
  if (status === 'failed' && failed.length === 0) note(file, [message])
}
if (!(numPassedTests + numFailedTests > 0)) process.exit(1)
console.log(numPassedTests, numFailedTests)
