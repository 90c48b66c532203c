/** Fields that may be undefined are optional instead. */
export type WithoutUndefined<Fields> = {
  -readonly [Name in keyof Fields as undefined extends Fields[Name] ? never : Name]: Fields[Name]
} & {
  -readonly [Name in keyof Fields as undefined extends Fields[Name] ? Name : never]?: Exclude<
    Fields[Name],
    undefined
  >
}

/**
 * A copy of an object without the fields that are undefined, in the same order: under `exactOptionalPropertyTypes` an
 * optional field is absent and never undefined. Literals keep their types, so that `{ kind: 'blob', size }` needs no cast.
 */
export function withoutUndefined<const Fields extends object>(fields: Fields): WithoutUndefined<Fields> {
  // A loop without entries: those take several times as long, and each exchange is made here.
  const defined: Record<string, unknown> = {}
  for (const name of Object.keys(fields)) {
    const value = (fields as Record<string, unknown>)[name]
    if (value !== undefined) defined[name] = value
  }
  return defined as WithoutUndefined<Fields>
}
