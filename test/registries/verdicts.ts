import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { assay } from '../../src/assay.ts'
import { specVersions, type SpecVersion } from '../../src/engine/requirement.ts'
import type { RequirementResult } from '../../src/engine/events.ts'

/** What a registry was found to break, and how a person who looked at the exchange confirmed it. */
interface Confirmed {
  finding: string
  /** Written by hand after looking at the exchange and at the text; a new failure has none yet. */
  because: string
}

/** What a run amounts to, without what differs from run to run. */
export interface Verdicts {
  pass: number
  fail: Record<string, Confirmed>
  warn: Record<string, string>
  blocked: Record<string, string>
  unsupported: readonly string[]
  error: Record<string, string>
}

export type Recorded = Record<SpecVersion, Verdicts>

const folder = join(import.meta.dirname, 'verdicts')
const fileOf = (registry: string): string => join(folder, `${registry}.json`)

/** The verdicts that were recorded for a registry; undefined for a new one. */
export const recorded = (registry: string): Recorded | undefined =>
  existsSync(fileOf(registry)) ? (JSON.parse(readFileSync(fileOf(registry), 'utf8')) as Recorded) : undefined

/** Stores verdicts as the recorded ones; what was written by hand is kept. */
export function record(registry: string, verdicts: Recorded): void {
  writeFileSync(
    fileOf(registry),
    `${JSON.stringify(withReasons(verdicts, recorded(registry)), undefined, 2)}\n`,
  )
}

/** Takes over from the record what was written by hand. */
export function withReasons(verdicts: Recorded, known: Recorded | undefined): Recorded {
  const confirm = (spec: SpecVersion) =>
    Object.entries(verdicts[spec].fail).map(([id, { finding }]) => {
      const because = specVersions.map((each) => known?.[each].fail[id]?.because).find(Boolean) ?? ''
      return [id, { finding, because }]
    })
  const entries = specVersions.map((spec) => [
    spec,
    { ...verdicts[spec], fail: Object.fromEntries(confirm(spec)) },
  ])
  return Object.fromEntries(entries) as Recorded
}

export interface RunChoices {
  seed?: string
  concurrency?: number
}

/** Assays a registry under one version. */
export async function verdictsOf(
  url: string,
  spec: SpecVersion,
  choices: RunChoices = {},
): Promise<Verdicts> {
  const { result } = await assay({ target: url, spec, ...choices })
  return summarise(result.requirements)
}

const title = ({ findings }: RequirementResult): string =>
  withoutContent(findings.map((each) => each.title).toSorted()[0] ?? '')

function summarise(requirements: readonly RequirementResult[]): Verdicts {
  const of = (verdict: RequirementResult['verdict']) =>
    requirements.filter((each) => each.verdict === verdict)
  const told = (verdict: RequirementResult['verdict'], tell: (each: RequirementResult) => string) =>
    Object.fromEntries(of(verdict).map((each) => [each.id, tell(each)]))
  return {
    pass: of('pass').length,
    fail: Object.fromEntries(of('fail').map((each) => [each.id, { finding: title(each), because: '' }])),
    warn: told('warn', title),
    blocked: told('blocked', ({ blockedBy }) => blockedBy ?? ''),
    unsupported: of('unsupported').map(({ id }) => id),
    error: told('error', ({ reason }) => withoutContent(reason ?? '')),
  }
}

/** Digests, tags and session ids differ from seed to seed. */
const withoutContent = (text: string): string =>
  text
    .replaceAll(/sha(256|512):[0-9a-f]+/g, 'sha$1:…')
    .replaceAll(/[0-9a-f]{8}-[0-9a-f-]{27}/g, '<uuid>')
    .replaceAll(/assay-[a-z0-9-]+/g, '<tag>')
