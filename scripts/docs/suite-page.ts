import { specVersions, type Requirement } from '../../src/engine/requirement.ts'
import type { Capability, Suite, Test } from '../../src/engine/suite.ts'
import { levelText } from '../../src/results/text/level.ts'
import { lineLink, sectionLink } from './links.ts'

/** What violates a requirement: a fault of the embedded registry or of the mini client, or a defect of a layout. */
export interface Violation {
  id: string
  violates: string
  title: string
}

/** What a page needs besides the suite. */
export interface PageContext {
  /** What the requirements are about. */
  of: string
  /** What `violations` are called in the text: `Faults`, `Defects`. */
  violationsName: string
  violations: readonly Violation[]
  /** Of all suites. */
  tests: readonly Pick<Test<never>, 'id' | 'evaluates'>[]
  /** The page of each requirement, to link dependencies to: `push.md`. */
  pageOf: ReadonlyMap<string, string>
  /** Probes of optional features, which evaluate the requirements about them. */
  capabilities: readonly Pick<Capability<never>, 'name' | 'evaluates'>[]
}

/** The page of a suite: each requirement with an anchor that is its id. */
export function suitePage(suite: Suite<never>, context: PageContext): string {
  const { requirements, specification, title } = suite
  return [
    `# ${title}`,
    '',
    `${requirements.length} requirements of the ${specification.title}. Made from the code by \`npm run docs\`; [coverage.md](../coverage.md) has all sections,`,
    `[verdicts.md](../verdicts.md) explains levels, bases and rulings. \`oci-assay explain <id>\` prints an entry.`,
    '',
    ...requirements.map(({ id, title: text }) => `- [\`${id}\`](#${id}): ${escaped(text)}`),
    ...requirements.flatMap((requirement) => ['', ...entry(requirement, suite, context)]),
    '',
  ].join('\n')
}

function entry(requirement: Requirement, { specification }: Suite<never>, context: PageContext): string[] {
  const { violationsName, violations, tests, pageOf, capabilities } = context
  const { id, title, reasoning, ruling, impact, unobservable, dependsOn = [] } = requirement
  const evaluatedBy = tests.filter(({ evaluates }) => evaluates.includes(id)).map((test) => test.id)
  const probedBy = capabilities.filter(({ evaluates }) => evaluates.includes(id)).map(({ name }) => name)
  const violatedBy = violations.filter(({ violates }) => violates === id).map((violation) => violation.id)
  return [
    `## <a id="${id}"></a>\`${id}\``,
    '',
    `The ${context.of} ${escaped(title)}.`,
    '',
    ...statements(requirement, specification),
    '',
    `- Section: ${sectionLink(requirement, specification)}`,
    ...item('Reasoning', reasoning),
    ...item('Ruling', ruling),
    ...item('Impact', impact),
    ...item('Not observable', unobservable),
    ...links('Depends on', dependsOn, pageOf),
    ...codes('Tests', evaluatedBy),
    ...codes('Probe', probedBy),
    ...codes(violationsName, violatedBy),
  ]
}

function statements({ at }: Requirement, specification: Suite<never>['specification']): string[] {
  const rows = specVersions.map((version) => {
    const statement = at[version]
    if (!statement) return `| ${version} | – | |`
    const lines = statement.places.map((place) => lineLink(place, specification, version))
    return `| ${version} | ${levelText(statement)} | ${lines.join(', ')} |`
  })
  return ['| version | level | text |', '| --- | --- | --- |', ...rows]
}

const item = (name: string, text: string | undefined): string[] =>
  text === undefined ? [] : [`- ${name}: ${escaped(text)}`]

const codes = (name: string, ids: readonly string[]): string[] =>
  ids.length === 0 ? [] : [`- ${name}: ${ids.map((id) => `\`${id}\``).join(', ')}`]

const links = (name: string, ids: readonly string[], pageOf: PageContext['pageOf']): string[] =>
  ids.length === 0
    ? []
    : [`- ${name}: ${ids.map((id) => `[\`${id}\`](${pageOf.get(id) ?? ''}#${id})`).join(', ')}`]

/** Texts are plain; what Markdown would read as markup is escaped: tags, emphasis and placeholders. */
const escaped = (text: string): string => text.replaceAll(/[<>*_[\]`\\]/g, String.raw`\$&`)
