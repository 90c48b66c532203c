import { randomUUID } from 'node:crypto'
import { appendTo } from '../files/write.ts'

/** Where the runner listens: its environment, and a step's standard output. */
export interface Runner {
  environment: Readonly<Record<string, string | undefined>>
  write: (text: string) => void
}

const escaped = (text: string): string =>
  text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A')

/** Has the runner hide a value in all that is logged from now on. */
export function mask({ write }: Runner, secret: string): void {
  // Each line of its own: that is how logs are looked through.
  for (const line of secret.split(/\r?\n/)) if (line.trim() !== '') write(`::add-mask::${escaped(line)}\n`)
}

/** Shows an error on the page of the run. */
export function error({ write }: Runner, title: string, message: string): void {
  const property = escaped(title).replaceAll(':', '%3A').replaceAll(',', '%2C')
  write(`::error title=${property}::${escaped(message)}\n`)
}

/** Sets the outputs of the step. Outside of a runner there are none. */
export function setOutputs({ environment }: Runner, outputs: Readonly<Record<string, string>>): void {
  const file = environment['GITHUB_OUTPUT'] ?? ''
  if (file === '') return
  const lines = Object.entries(outputs).map(([name, value]) => {
    // A value can hold no delimiter that it does not know.
    const delimiter = `end-${randomUUID()}`
    return `${name}<<${delimiter}\n${value}\n${delimiter}\n`
  })
  appendTo(file, lines.join(''))
}
