import { spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'

/**
 * A runner of GitHub's workflows, as far as the workflow of our own action needs one: it starts the steps
 * of a job one after the other, with the same shell, the same environment and the same files between them.
 */

export interface Step {
  id?: string
  name?: string
  run?: string
  uses?: string
  with?: Record<string, unknown>
  env?: Record<string, unknown>
  'continue-on-error'?: boolean
}

export interface Workflow {
  jobs: Record<string, { steps: Step[] }>
}

interface ActionFile {
  inputs: Record<string, { default?: string }>
  runs: { using: string; main: string }
}

/** What a step has written and how it ended. */
export interface StepResult {
  step: Step
  /** `success` or `failure`; a step after a failure is not started. */
  outcome: 'success' | 'failure'
  status: number
  log: string
  outputs: Record<string, string>
  summary: string
  /** `::error title=…::…` and the like, read as the runner reads them. */
  commands: { command: string; properties: Record<string, string>; message: string }[]
}

export interface Job {
  /** The checked-out repository. */
  workspace: string
  /** Runs the steps; ends with the first that fails and may not. */
  run(steps: readonly Step[]): Promise<StepResult[]>
  /** Ends all processes that steps have left. */
  end(): void
}

/** A new job in a workspace; `environment` is all that the machine itself sets. */
export function startJob(workspace: string, environment: Readonly<Record<string, string>>): Job {
  const files = mkdtempSync(join(workspace, '.runner-'))
  const groups: number[] = []
  const outputs: Record<string, StepResult> = {}
  let shared: Record<string, string> = {}

  const file = (name: string) => {
    const path = join(files, `${name}-${randomUUID()}`)
    writeFileSync(path, '')
    return path
  }

  async function start(step: Step): Promise<StepResult> {
    const outputFiles = {
      GITHUB_OUTPUT: file('output'),
      GITHUB_STEP_SUMMARY: file('summary'),
      GITHUB_ENV: file('env'),
    }
    const own = Object.fromEntries(
      Object.entries(step.env ?? {}).map(([name, value]) => [name, resolved(String(value), outputs)]),
    )
    const surroundings = {
      ...environment,
      CI: 'true',
      GITHUB_ACTIONS: 'true',
      GITHUB_WORKSPACE: workspace,
      RUNNER_TEMP: files,
      ...outputFiles,
      ...shared,
      ...own,
    }
    const { argv, more } = step.run === undefined ? actionOf(step) : { argv: shellOf(step.run), more: {} }
    const child = spawn(argv[0]!, argv.slice(1), {
      cwd: workspace,
      env: { ...surroundings, ...more },
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: true,
    })
    if (child.pid !== undefined) groups.push(child.pid)
    let log = ''
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding('utf8').on('data', (text: string) => (log += text))
    const status = await new Promise<number>((resolve) => child.on('exit', (code) => resolve(code ?? 1)))
    shared = { ...shared, ...valuesIn(outputFiles.GITHUB_ENV) }
    return {
      step,
      outcome: status === 0 ? 'success' : 'failure',
      status,
      log,
      outputs: valuesIn(outputFiles.GITHUB_OUTPUT),
      summary: readFileSync(outputFiles.GITHUB_STEP_SUMMARY, 'utf8'),
      commands: commandsIn(log),
    }
  }

  /** `bash -e` over a file, as the runner starts a script where the job specifies bash. */
  function shellOf(script: string): string[] {
    const path = join(files, `${randomUUID()}.sh`)
    writeFileSync(path, script)
    return ['bash', '--noprofile', '--norc', '-e', '-o', 'pipefail', path]
  }

  /** An action in the repository: its inputs become INPUT_…, and Node starts its main file. No shell sees either. */
  function actionOf({ uses = '', with: values = {} }: Step): {
    argv: string[]
    more: Record<string, string>
  } {
    const folder = join(workspace, uses)
    const { inputs, runs } = parse(readFileSync(join(folder, 'action.yml'), 'utf8')) as ActionFile
    if (!/^node\d+$/.test(runs.using)) throw new Error(`this runner starts no ${runs.using}`)
    const unknown = Object.keys(values).find((name) => !(name in inputs))
    if (unknown !== undefined) throw new Error(`${uses} has no input ${unknown}`)
    const more = Object.entries(inputs).map(([name, { default: usual = '' }]) => {
      const value = name in values ? resolved(String(values[name]), outputs) : usual
      return [`INPUT_${name.toUpperCase().replaceAll(' ', '_')}`, value]
    })
    return {
      argv: [process.execPath, join(folder, runs.main)],
      more: Object.fromEntries(more) as Record<string, string>,
    }
  }

  return {
    workspace,
    async run(steps) {
      const all: StepResult[] = []
      for (const step of steps) {
        const result = await start(step)
        if (step.id !== undefined) outputs[step.id] = result
        all.push(result)
        if (result.outcome === 'failure' && step['continue-on-error'] !== true) break
      }
      return all
    },
    end() {
      for (const group of groups) {
        try {
          process.kill(-group)
        } catch {
          // It has ended by itself.
        }
      }
    },
  }
}

/** `${{ steps.a.outputs.b }}` and `${{ steps.a.outcome }}`; anything else is a mistake of the workflow or of this runner. */
const resolved = (text: string, outputs: Readonly<Record<string, StepResult>>): string =>
  text.replaceAll(/\$\{\{\s*(?<path>[^}]*?)\s*\}\}/g, (...found) => {
    const { path = '' } = found.at(-1) as { path?: string }
    const match = /^steps\.(?<id>[\w-]+)\.(?:outputs\.(?<name>[\w-]+)|(?<outcome>outcome))$/.exec(
      path,
    )?.groups
    const result = match && outputs[match['id']!]
    if (!result) throw new Error(`this runner does not know ${path}`)
    return match['outcome'] === undefined ? (result.outputs[match['name']!] ?? '') : result.outcome
  })

/** `name=value`, or `name<<delimiter`, the value, the delimiter. */
function valuesIn(path: string): Record<string, string> {
  const values: Record<string, string> = {}
  const lines = existsSync(path) ? readFileSync(path, 'utf8').split('\n') : []
  for (let index = 0; index < lines.length; index += 1) {
    const line = lines[index]!
    const long = /^(?<name>[^=<]+)<<(?<end>.+)$/.exec(line)?.groups
    if (long) {
      const end = lines.indexOf(long['end']!, index + 1)
      if (end < 0) throw new Error(`${long['name']} is never ended in ${path}`)
      values[long['name']!] = lines.slice(index + 1, end).join('\n')
      index = end
    } else if (line !== '') {
      const [name = '', ...rest] = line.split('=')
      values[name] = rest.join('=')
    }
  }
  return values
}

const unescaped = (text: string): string =>
  text
    .replaceAll('%3A', ':')
    .replaceAll('%2C', ',')
    .replaceAll('%0D', '\r')
    .replaceAll('%0A', '\n')
    .replaceAll('%25', '%')

/** Workflow commands are at the beginning of a line. */
const commandsIn = (log: string): StepResult['commands'] =>
  [...log.matchAll(/^::(?<command>[\w-]+)(?: (?<properties>[^:]*))?::(?<message>.*)$/gm)].map(
    ({ groups = {} }) => ({
      command: groups['command']!,
      message: unescaped(groups['message'] ?? ''),
      properties: Object.fromEntries(
        (groups['properties'] ?? '')
          .split(',')
          .filter((each) => each.includes('='))
          .map((each) => [each.slice(0, each.indexOf('=')), unescaped(each.slice(each.indexOf('=') + 1))]),
      ),
    }),
  )
