import { once } from 'node:events'
import { createInterface } from 'node:readline/promises'

/** Prompts the user; undefined where input or output is not a terminal. */
export async function confirm(question: string): Promise<boolean | undefined> {
  if (!process.stdin.isTTY || !process.stderr.isTTY) return undefined
  const lines = createInterface({ input: process.stdin, output: process.stderr })
  try {
    // While lines are read, the terminal sends a character in place of the signal.
    lines.on('SIGINT', () => process.kill(process.pid, 'SIGINT'))
    // The end of the input, by Ctrl-D too, is not consent.
    const closed = once(lines, 'close').then(() => '')
    const answer = lines.question(`${question} [y/N] `).catch(() => '')
    return /^y(?:es)?$/i.test((await Promise.race([answer, closed])).trim())
  } finally {
    lines.close()
  }
}
