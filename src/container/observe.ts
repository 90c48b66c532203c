import { noCommand, printable } from '../results/text/printable.ts'
import type { WrittenLine } from '../results/log/excerpt.ts'
import { linesOf } from './log.ts'
import type { EngineContainer, Runtime } from './testcontainers.ts'

/** How a container ended, once it has; never where the engine does not tell, or nobody asks any more. */
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
  return `exit code ${code}${state?.OOMKilled === true ? ', for want of memory' : ''}`
}

/** The same words whether the start or the wait is told first: which one it is, chance decides. */
export const endedEarlyWords = (image: string, how: string): string =>
  `the container of ${image} ended before it answered: ${how}`

/** By how much the engine's clock is behind ours, where that is more than asking for it takes; milliseconds. */
export async function clockOf({ container }: Runtime): Promise<{ skew: number }> {
  const before = Date.now()
  const { SystemTime } = (await container.dockerode.info()) as { SystemTime: string }
  const after = Date.now()
  const skew = (before + after) / 2 - Date.parse(SystemTime)
  return { skew: Math.abs(skew) > after - before ? skew : 0 }
}

/** Nothing where there is no container, or where its engine gives no log. */
export async function readLog(
  container: EngineContainer | undefined,
  { skew, redact }: { skew: number; redact: (text: string) => string },
): Promise<WrittenLine[]> {
  const wanted = { follow: false, stdout: true, stderr: true, timestamps: true } as const
  const answer = await container?.logs(wanted).catch(() => undefined)
  return answer ? linesOf(answer, skew).map((line) => ({ ...line, text: redact(line.text) })) : []
}

/** So many of the last lines are told with a failure. */
const tailLimit = 12

export const tailOf = (lines: readonly WrittenLine[]): string[] =>
  lines.slice(-tailLimit).map(({ text }) => noCommand(`  | ${printable(text).slice(0, 300)}`))

/** A message with the end of the log below it. */
export const withTail = (message: string, tail: readonly string[]): string =>
  [message, ...(tail.length > 0 ? ['  its log ends with:', ...tail] : [])].join('\n')
