import junit, { type Builder } from 'junit-report-builder'
import { printableLines } from '../../results/text/printable.ts'

/** The package exports one shared builder, and its types declare it under `default`, where it is not. */
const shared = junit as unknown as Builder

/** A JUnit file without content. */
export const newDocument = (): Builder => shared.newBuilder()

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
