import { maskTyped } from '../../registry/record/redaction/places.ts'
import { printable } from '../../results/text/printable.ts'

/** Writes to stderr what was read and what it became; addresses in it may contain a password. */
export function writeNotes(notes: readonly string[]): void {
  for (const note of notes) process.stderr.write(`oci-assay: ${maskTyped(printable(note))}\n`)
}
