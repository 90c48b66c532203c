import { expect } from 'vitest'

interface Values {
  /** A value that the title contains. */
  title?: string
  expected?: readonly string[]
  received?: string
}

/** A judgement that a requirement is violated, with these values; what is absent may have any words. A script can repeat each. */
export const violation = ({ title, expected, received }: Values = {}): object => ({
  holds: false,
  title: title === undefined ? expect.any(String) : expect.stringContaining(title),
  expected: expected ?? expect.any(Array),
  received: received ?? expect.any(String),
  conditions: expect.any(Array),
})

/** A judgement that holds, with a note that contains these values. */
export const noted = (note: string): object => ({ holds: true, note: expect.stringContaining(note) })
