import type { AnyScenario } from '../scenario.ts'

export const scenarios: readonly AnyScenario[] = []
