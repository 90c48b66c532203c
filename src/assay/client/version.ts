import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { wordsOf } from '../../client/command-line.ts'
import type { Recipe } from '../../client/recipe.ts'
import { reasonOf, remedyOf, runCommand } from '../../client/run-command.ts'
import { surroundings } from '../../client/surroundings.ts'
import { exitCodes, Failure } from '../../results/conclusion/failure.ts'

/** Milliseconds. */
const timeout = 20_000

/**
 * The version that a client reports; undefined where its recipe does not know how, or nothing looks like one. Throws Failure where it
 * cannot be started.
 */
export async function versionOf(recipe: Recipe, signal: AbortSignal): Promise<string | undefined> {
  if (recipe.version === undefined) return undefined
  const home = mkdtempSync(join(tmpdir(), 'oci-assay-client-'))
  try {
    const env = surroundings(home, [])
    const command = wordsOf(recipe.version)
    const { stdout, stderr, unstarted } = await runCommand(command, { env, cwd: home, timeout, signal })
    if (unstarted !== undefined) {
      const remedy = remedyOf(unstarted)
      throw new Failure(
        `${command[0]} cannot be started: ${reasonOf(unstarted)}`,
        remedy === undefined ? exitCodes.usage : exitCodes.incomplete,
        remedy ?? 'install it, or put the folder that it is in on the PATH',
      )
    }
    return /(?<!\d)(?<version>\d{1,9}\.\d{1,9}(?:\.\d{1,9})?(?:[-+][\w.+-]{1,80})?)/.exec(
      `${stdout}\n${stderr}`,
    )?.groups?.['version']
  } finally {
    rmSync(home, { recursive: true, force: true })
  }
}
