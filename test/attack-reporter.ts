import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Reporter, TestModule, Vitest } from 'vitest/node'
import type { ViteUserConfig } from 'vitest/config'
import { type Attack, differingLines, hasRow, withAttackTable } from './attack-table.ts'

const document = join(import.meta.dirname, '../docs/hostile-input.md')

/**
 * The rows of the tests that passed, by file and by their order in it, as new rows are listed. A test that is skipped,
 * since this machine lacks a program, shows nothing: its row stays where it is.
 */
const attacksOf = (modules: readonly TestModule[], committed: string): Attack[] =>
  modules
    .toSorted((one, other) => (one.moduleId < other.moduleId ? -1 : 1))
    .flatMap((module) => [...module.children.allTests()])
    .flatMap((test) => {
      const { attack } = test.meta()
      if (attack === undefined) return []
      const { state } = test.result()
      return state === 'passed' || (state === 'skipped' && hasRow(committed, attack)) ? [attack] : []
    })

/** Compares docs/hostile-input.md with the tests of a whole run, or writes its table. */
class AttackReporter implements Reporter {
  private vitest: Vitest | undefined
  private readonly mode: 'check' | 'write'

  constructor(mode: 'check' | 'write') {
    this.mode = mode
  }

  onInit(vitest: Vitest): void {
    this.vitest = vitest
  }

  async onTestRunEnd(modules: readonly TestModule[]): Promise<void> {
    if (!(await this.isWhole(modules))) return
    const committed = readFileSync(document, 'utf8')
    const made = withAttackTable(committed, attacksOf(modules, committed))
    if (made === committed) return
    if (this.mode === 'write') {
      writeFileSync(document, made)
      return
    }
    this.vitest?.logger.error(
      ['docs/hostile-input.md differs from the tests of this run: make it with npm run attacks']
        .concat(differingLines(committed, made))
        .join('\n'),
    )
    process.exitCode = 1
  }

  /** Whether every file ran, and every test in it: a narrow run shows nothing of the other rows. */
  private async isWhole(modules: readonly TestModule[]): Promise<boolean> {
    if (this.vitest === undefined) return false
    const { testNamePattern, project } = this.vitest.config
    if (testNamePattern !== undefined || project.length > 0) return false
    const files = await Promise.all(this.vitest.projects.map((project) => project.globTestFiles()))
    const ran = new Set(modules.map(({ moduleId }) => moduleId))
    return files.every(({ testFiles }) => testFiles.every((file) => ran.has(file)))
  }
}

/** Adds the reporter to those of the command line, which replace those of a configuration. */
export const attackReporter = (mode: 'check' | 'write'): NonNullable<ViteUserConfig['plugins']>[number] => ({
  name: 'attacks',
  configureVitest({ vitest }) {
    // Each project calls this.
    const { reporters } = vitest.config
    if (!reporters.some((each) => each instanceof AttackReporter)) reporters.push(new AttackReporter(mode))
  },
})
