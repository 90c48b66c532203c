import { readdirSync, readFileSync, rmSync, mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import type { Recipe } from '../../src/client/recipe.ts'
import { miniRecipe } from '../../src/client/recipes/mini.ts'
import { without } from '../../src/mini-client/behaviour.ts'
import { editLayout, type Edits, type Files } from '../../suites/roundtrip/clients/edit.ts'
import type { ClientTripFault } from '../../suites/roundtrip/clients/faults.ts'

/** The mini client with a fault, or as it is. */
export function recipeWith(fault: ClientTripFault | undefined): Recipe {
  const recipe = fault?.forgetsReferrers ? miniRecipe(without('updatesTagOnCopy')) : miniRecipe()
  const { run } = recipe
  if (!fault || !run) return recipe
  const { operation, edits, fails } = fault
  return {
    ...recipe,
    async run(command, options) {
      const [, own = ''] = command
      if (own !== operation) return run(command, options)
      if (fails) return { status: 1, stdout: '', stderr: 'error: it fails\n', timedOut: false, duration: 0 }
      if (edits && operation === 'push') edit(command[2] ?? '', edits)
      const ended = await run(command, options)
      if (edits && operation === 'pull') edit(command[3] ?? '', edits)
      return ended
    },
  }
}

function edit(folder: string, edits: Edits): void {
  const files: Files = new Map(
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((each) => each.isFile())
      .map((each) => join(each.parentPath, each.name))
      .map((path) => [relative(folder, path), readFileSync(path)]),
  )
  const before = new Map(files)
  editLayout(files, edits)
  for (const [name, bytes] of files) {
    if (before.get(name) === bytes) continue
    const path = join(folder, name)
    // What is there may be linked to the image itself.
    rmSync(path, { force: true })
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(path, bytes)
  }
}
