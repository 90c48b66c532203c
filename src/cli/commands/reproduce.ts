import { spawn } from 'node:child_process'
import { Command } from 'commander'
import type { RequirementResult } from '../../engine/events.ts'
import type { Finding } from '../../engine/verdict.ts'
import { exitCodes, Failure } from '../../results/conclusion/failure.ts'
import { reproductionsOf } from '../../results/reproduction/reproduction.ts'
import type { RunResult } from '../../results/result.ts'
import { printable, printableLines } from '../../results/text/printable.ts'
import { storedResult } from '../input/stored.ts'
import type { Outcome } from '../outcome.ts'
import { unknownId } from './unknown-id.ts'

/** `oci-assay reproduce <results.json> <finding>`: prints the script that shows a finding, or runs it. */
export function reproduceCommand(outcome: Outcome): Command {
  return new Command('reproduce')
    .description('print or run the script that shows a finding again')
    .argument('<results.json>', 'result of a run')
    .argument(
      '[finding]',
      'a requirement, such as push.session.unique, for its first finding; push.session.unique#2 for the second',
    )
    .option(
      '--run',
      'run the script with sh: exit code 0 if it conforms, 1 if the violation is shown, 2 otherwise',
    )
    .addHelpText(
      'after',
      `
Variables of the scripts:
  REGISTRY, REPO, REPO2            another registry, other repositories
  REGISTRY_USER, REGISTRY_PASSWORD credentials; TOKEN: a bearer token in their place
  TOKEN_SERVER                     origin of a token server that may get them, where it is not the registry
  CACERT, CLIENT_CERT, CLIENT_KEY  files (PEM); PROXY: URL of a proxy
`,
    )
    .action(async (file: string, name: string | undefined, { run }: { run?: true }) => {
      outcome.exitCode = await reproduce(await storedResult(file), name, run === true)
    })
}

async function reproduce(result: RunResult, name: string | undefined, runs: boolean): Promise<number> {
  const { requirement, finding, note } = findingNamed(result, name)
  const reproductions = reproductionsOf(result)
  const reproduction = reproductions.of(finding, requirement)
  if (note !== undefined) process.stderr.write(`${note}\n`)
  if ('reason' in reproduction) {
    const command = printable(reproductions.command(finding, requirement))
    throw new Failure(
      `no script shows this finding: ${reproduction.reason}`,
      exitCodes.incomplete,
      `run the tests again: ${command}`,
    )
  }
  if (runs) return runScript(reproduction.script)
  process.stdout.write(printableLines(reproduction.script))
  return 0
}

/** How the findings after the first are named. */
const othersOf = (id: string, count: number): string =>
  count === 2 ? `the other one is ${id}#2` : `the others are ${id}#2 to ${id}#${count}`

interface Named {
  requirement: RequirementResult
  finding: Finding
  note?: string
}

/** The finding of a name: `<requirement>`, or `<requirement>#<number>`. */
function findingNamed({ requirements }: RunResult, name: string | undefined): Named {
  if (name === undefined)
    throw new Failure('specify a finding', exitCodes.usage, thoseWithFindings(requirements))
  const [id = '', number = '1'] = name.split('#')
  const requirement = requirements.find((each) => each.id === id)
  if (!requirement) throw unknownId('requirement', id, withFindings(requirements))
  const findings = [...requirement.findings, ...(requirement.consequences ?? [])]
  if (findings.length === 0)
    throw new Failure(
      `${id} has no findings: its verdict is ${requirement.verdict}`,
      exitCodes.usage,
      thoseWithFindings(requirements),
    )
  const finding = findings[Number(number) - 1]
  if (!finding)
    throw new Failure(
      `${id} has no finding ${printable(number)}`,
      exitCodes.usage,
      `choose ${id}#1${findings.length > 1 ? ` to ${id}#${findings.length}` : ''}`,
    )
  const isFirstOfMany = !name.includes('#') && findings.length > 1
  return {
    requirement,
    finding,
    ...(isFirstOfMany
      ? {
          note: `the first of ${findings.length} findings; ${othersOf(id, findings.length)}`,
        }
      : {}),
  }
}

const thoseWithFindings = (requirements: readonly RequirementResult[]): string =>
  `requirements with findings: ${withFindings(requirements).map(printable).join(', ') || 'none'}`

const withFindings = (requirements: readonly RequirementResult[]): string[] =>
  requirements.flatMap(({ id, findings, consequences = [] }) =>
    findings.length + consequences.length === 0 ? [] : [id],
  )

const runScript = (script: string): Promise<number> =>
  new Promise((resolve, reject) => {
    const child = spawn('sh', ['-s'], { stdio: ['pipe', 'inherit', 'inherit'] })
    child.on('error', (error) => {
      reject(new Failure(`sh cannot be started: ${error.message}`, exitCodes.incomplete))
    })
    child.on('close', (code) => resolve(code ?? 2))
    // A script that ends early does not read the rest of itself.
    child.stdin.on('error', () => undefined)
    child.stdin.end(script)
  })
