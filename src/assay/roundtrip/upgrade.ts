import { setTimeout as sleep } from 'node:timers/promises'
import type { Upgrade } from '../../../suites/roundtrip/upgrade/suite.ts'
import type { TripContent } from '../../../suites/roundtrip/content.ts'
import type { PushedImage } from '../../../suites/roundtrip/context.ts'
import { runCommand } from '../../client/run-command.ts'
import { NotEvaluated } from '../../engine/record.ts'

/** Milliseconds for the command, and for the registry to respond after it. */
const commandTimeout = 120_000
const respondTimeout = 60_000
const pause = 200

interface Upgrading {
  base: URL
  content: () => Promise<TripContent>
  pushed: Promise<PushedImage>
}

/** What `--upgrade` specifies: a command for a shell, or what does it within this process. */
export function upgradeOf(
  how: string | (() => Promise<void>),
  { base, content, pushed }: Upgrading,
): Upgrade {
  let done: Promise<void> | undefined
  return {
    content,
    isPushed: async () => 'tag' in (await pushed),
    run: (signal) => (done ??= typeof how === 'string' ? restart(how, base, signal) : how()),
  }
}

async function restart(command: string, base: URL, signal: AbortSignal): Promise<void> {
  const words =
    process.platform === 'win32' ? ['cmd.exe', '/d', '/s', '/c', command] : ['/bin/sh', '-c', command]
  const ended = await runCommand(words, {
    env: Object.fromEntries(
      Object.entries(process.env).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
    ),
    cwd: process.cwd(),
    timeout: commandTimeout,
    signal,
  })
  signal.throwIfAborted()
  if (ended.status !== 0) {
    const why = ended.timedOut
      ? 'did not end in time'
      : `ended with ${ended.status ?? ended.unstarted ?? 'a signal'}`
    const last = (ended.stderr || ended.stdout).trim().split('\n').at(-1) ?? ''
    throw new NotEvaluated(`the command of --upgrade ${why}${last === '' ? '' : `: ${last}`}`)
  }
  await untilResponding(base, signal)
}

/** Any response will do, and any certificate: what is requested afterwards is judged. */
async function untilResponding(base: URL, signal: AbortSignal): Promise<void> {
  const until = performance.now() + respondTimeout
  while (performance.now() < until) {
    signal.throwIfAborted()
    const isThere = await fetch(new URL('v2/', base), {
      signal: AbortSignal.timeout(2000),
      redirect: 'manual',
    }).then(
      () => true,
      (error: unknown) => /certificate|TLS|SSL/i.test(String((error as { cause?: unknown }).cause)),
    )
    if (isThere) return
    await sleep(pause)
  }
  throw new NotEvaluated(
    `the registry did not respond within ${respondTimeout / 1000} s after the command of --upgrade`,
  )
}
