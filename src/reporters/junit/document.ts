import junit, { type Builder, type TestSuite } from 'junit-report-builder'
import { printableLines } from '../../results/text/printable.ts'

/** The package exports one shared builder, and its types declare it under `default`, where it is not. */
const shared = junit as unknown as Builder

/** A JUnit file without content. */
export const newDocument = (): Builder => shared.newBuilder()

/**
 * States what the cases of a suite are about. Without it, readers look in the workspace for a file that is named like the last part of a
 * class name, such as `push.go`, and show failures there.
 */
export function setSubject(suite: TestSuite, subject: string): void {
  // The library has a function for that of a case only, where readers take it for a path.
  Object.assign(Reflect.get(suite, '_attributes') as object, { file: subject, line: 1 })
}

/** Milliseconds as the format has them. */
export const seconds = (milliseconds: number): number => Math.round(milliseconds) / 1000

/**
 * Text that is safe in attributes and CDATA sections, where no reader finds an end or an
 * instruction: the library takes care of one `]]>` only, and GitLab, Jenkins and others take
 * `[[ATTACHMENT|path]]` in an output for a file to publish.
 */
export const xmlText = (text: string): string =>
  printableLines(text)
    .replaceAll(']]>', ']]\\u{3e}')
    .replace(/\[\[(?=\/?[A-Z]{1,40}[|\]])/gi, '[\\u{5b}')

/** The counts in the first tag of a document, and its suites. */
const root =
  /^(<\?xml [^>]*>\n<testsuites name="[^"]*") tests="\d+" failures="\d+" errors="\d+" skipped="\d+">\n([^]*)<\/testsuites>\s*$/

/** The counts of a document: they are its beginning, and have to be known before its suites are built. */
export interface Counts {
  tests: number
  failures: number
  errors: number
}

/**
 * One document of several with the same name, in parts. The library needs ten times the memory of the text that it builds, which of ten
 * thousand suites is more than all else.
 */
export function* joined(documents: Iterable<string>, { tests, failures, errors }: Counts): Generator<string> {
  let isBegun = false
  for (const document of documents) {
    const [, begin = '', suites = ''] = root.exec(document) ?? []
    if (begin === '') throw new Error('the library builds documents of another form')
    if (!isBegun) yield `${begin} tests="${tests}" failures="${failures}" errors="${errors}" skipped="0">\n`
    isBegun = true
    yield suites
  }
  yield '</testsuites>'
}
