import { exitCodes, Failure } from '../../../results/conclusion/failure.ts'
import { dockerLike } from './docker-like.ts'
import { umociRunc } from './umoci-runc.ts'
import type { Engine, EngineTools } from './types.ts'

export type { Engine } from './types.ts'

export const engineNames = ['docker', 'podman', 'nerdctl', 'runc'] as const

/** The engine that a command line names, by its first word. Throws Failure. */
export function engineOf(tools: EngineTools): Engine {
  const [program = ''] = tools.command
  const name = program
    .split(/[/\\]/)
    .at(-1)
    ?.replace(/\.exe$/, '')
  const known = engineNames.find((each) => each === name)
  if (known === undefined) {
    const advice = `choose one of ${engineNames.join(', ')}, with its options if needed: --start 'podman --runtime runc'`
    throw new Failure(
      `--start ${tools.command.join(' ')} does not name a container engine`,
      exitCodes.usage,
      advice,
    )
  }
  return known === 'runc' ? umociRunc(tools) : dockerLike(known, tools)
}
