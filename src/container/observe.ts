import { noCommand, printable } from '../results/text/printable.ts'
import type { WrittenLine } from '../results/log/excerpt.ts'
import { linesOf } from './log.ts'
import type { EngineContainer, Runtime } from './testcontainers.ts'

/** How a container ended, once it has; never settles where the engine does not report it, or the signal is aborted. */
export async function endOf(container: EngineContainer, abortSignal: AbortSignal): Promise<string> {
  const forever = new Promise<never>(() => {})
  const { StatusCode: code } = (await container
    .wait({ condition: 'next-exit', abortSignal })
    .catch(() => forever)) as {
    StatusCode: number
  }
  const state = await container.inspect().then(
    ({ State }) => State,
    () => undefined,
  )
  return `exit code ${code}${state?.OOMKilled === true ? ' (out of memory)' : ''}`
}

/** The same message whether the start or the wait fails first, which is a race. */
export const endedEarlyWords = (image: string, how: string): string =>
  `the container of ${image} ended before it responded: ${how}`

/** By how much the engine's clock is behind ours, where that is more than the request takes; milliseconds. */
export async function clockOf({ container }: Runtime): Promise<{ skew: number }> {
  const before = Date.now()
  const { SystemTime } = (await container.dockerode.info()) as { SystemTime: string }
  const after = Date.now()
  const skew = (before + after) / 2 - Date.parse(SystemTime)
  return { skew: Math.abs(skew) > after - before ? skew : 0 }
}

/** Empty where there is no container, or where its engine provides no log. */
export async function readLog(
  container: EngineContainer | undefined,
  { skew, redact }: { skew: number; redact: (text: string) => string },
): Promise<WrittenLine[]> {
  const wanted = { follow: false, stdout: true, stderr: true, timestamps: true } as const
  const body = await container?.logs(wanted).catch(() => undefined)
  return body ? linesOf(body, skew).map((line) => ({ ...line, text: redact(line.text) })) : []
}

/** The number of last lines that are shown with a failure. */
const tailLimit = 12

export const tailOf = (lines: readonly WrittenLine[]): string[] =>
  lines.slice(-tailLimit).map(({ text }) => noCommand(`  | ${printable(text).slice(0, 300)}`))

/** A message with the end of the log below it. */
export const withTail = (message: string, tail: readonly string[]): string =>
  [message, ...(tail.length > 0 ? ['  its log ends with:', ...tail] : [])].join('\n')
