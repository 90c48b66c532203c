import { InvalidArgumentError } from 'commander'
import { bytesIn } from '../../engine/size.ts'

/** A size in bytes, of a text that `sizeText` has accepted. */
export const sizeOf = (text: string): number => bytesIn(text) ?? 0

/** The same text. Throws the error that commander prints where it is not a size. */
export function sizeText(text: string): string {
  if (bytesIn(text) === undefined) throw new InvalidArgumentError('must be a size such as 64MiB or 5GiB')
  return text
}
