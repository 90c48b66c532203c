import { once } from 'node:events'
import { createInterface } from 'node:readline/promises'

/** Asks a person; undefined where there is none, since input or output is not a terminal. */
export async function confirm(question: string): Promise<boolean | undefined> {
  if (!process.stdin.isTTY || !process.stderr.isTTY) return undefined
  const lines = createInterface({ input: process.stdin, output: process.stderr })
  try {
    // While lines are read, the terminal sends a character in place of the signal.
    lines.on('SIGINT', () => process.kill(process.pid, 'SIGINT'))
    const closed = once(lines, 'close').then(() => '')
    return /^y(?:es)?$/i.test((await Promise.race([lines.question(`${question} [y/N] `), closed])).trim())
  } finally {
    lines.close()
  }
}
