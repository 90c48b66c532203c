import { operationNames, type Operation } from '../../client/operations.ts'
import type { Recipe } from '../../client/recipe.ts'
import { recipes } from '../../client/recipes/index.ts'
import { miniRecipe } from '../../client/recipes/mini.ts'
import { exitCodes, Failure } from '../../results/conclusion/failure.ts'
import type { RunSettings } from '../configuration/setting.ts'

/** All recipes that can be named. */
export const knownRecipes: readonly Recipe[] = [...recipes, miniRecipe()]

/** The recipe that the settings amount to: a known one, with commands that replace its own, or commands alone. Throws Failure. */
export function recipeIn(chosen: RunSettings): Recipe {
  const { client: name } = chosen
  const commands = Object.fromEntries(
    operationNames.flatMap((operation) => {
      const command = chosen[operation]
      return command === undefined ? [] : [[operation, command] as const]
    }),
  ) as Partial<Record<Operation, string>>
  const known = knownRecipes.find((each) => each.name === name)
  const isCustom = Object.keys(commands).length > 0
  if (!known && !isCustom) {
    const names = knownRecipes.map((each) => each.name).join(', ')
    const advice = `name one of ${names}; or describe another client: oci-assay client --pull 'mytool pull {ref} {layout}'`
    throw new Failure(
      name === undefined ? 'specify a client' : `there is no recipe ${JSON.stringify(name)}`,
      exitCodes.usage,
      advice,
    )
  }
  if (known) return { ...known, operations: { ...known.operations, ...commands } }
  const called = name ?? Object.values(commands)[0]?.trim().split(/\s+/)[0] ?? 'client'
  return { name: called, title: called, operations: commands }
}
