/** Conditions and states that no traffic of a run brings together, with the reason: such faults are not generated. */
const impossible: readonly {
  conditions: readonly string[]
  states: readonly string[]
  because: string
  /** Effects of which the condition is about something else than the state. */
  but?: readonly string[]
}[] = [
  {
    conditions: ['blob-empty', 'blob-of-one-byte'],
    states: ['after-deletion', 'after-re-push', 'after-second-deletion'],
    because: 'others have the same bytes in the repository, and need them: a run does not delete them',
    // Other bytes under the digest of what was deleted.
    but: ['wrong-digest-taken', 'wrong-digest-500', 'wrong-digest-kept'],
  },
  {
    conditions: ['blob-empty'],
    states: ['after-refusal'],
    because:
      'only a push of other bytes under its digest is refused, which a registry might keep: others have it in the repository, and need it',
    but: ['wrong-digest-taken', 'wrong-digest-500', 'wrong-digest-kept'],
  },
]

export const isImpossible = (effect: string, condition: string, state: string): boolean =>
  impossible.some(
    ({ conditions, states, but = [] }) =>
      conditions.includes(condition) && states.includes(state) && !but.includes(effect),
  )
