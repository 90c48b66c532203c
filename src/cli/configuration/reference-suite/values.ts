/** The reference suite's settings by the names of its environment variables, each with where it was read. */
export type ReferenceValues = ReadonlyMap<string, ReferenceValue>

export interface ReferenceValue {
  text: string
  /** For people: the variable, or the member of the file. */
  from: string
}

/** What Go reads as true or false; undefined for everything else. */
export function flag(text: string): boolean | undefined {
  if (/^(?:1|t|true)$/i.test(text)) return true
  return /^(?:0|f|false)$/i.test(text) ? false : undefined
}

/** Several values in one variable. */
export const words = (text: string, separator: RegExp = /\s+/): string[] =>
  text.split(separator).filter((word) => word !== '')
