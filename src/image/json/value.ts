/** A JSON object, as far as nothing else is known of it. */
export type JsonObject = Readonly<Record<string, unknown>>

export const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** An own property of a value that may be anything; never one that objects inherit. */
export const property = (value: unknown, name: string): unknown =>
  isObject(value) && Object.hasOwn(value, name) ? value[name] : undefined

/** A string property, or nothing. */
export function text(value: unknown, name: string): string | undefined {
  const found = property(value, name)
  return typeof found === 'string' ? found : undefined
}

export const list = (value: unknown, name: string): readonly unknown[] => {
  const found = property(value, name)
  return Array.isArray(found) ? found : []
}

/** The value that a JSON pointer leads to; undefined where there is none. */
export function at(value: unknown, pointer: string): unknown {
  return pointer
    .split('/')
    .slice(1)
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'))
    .reduce<unknown>(
      (found, step) => (Array.isArray(found) ? found[Number(step)] : property(found, step)),
      value,
    )
}

/** One segment of a JSON pointer. */
export const segment = (name: string): string => name.replaceAll('~', '~0').replaceAll('/', '~1')

/** Text of the image in a message: quoted, and cut where it is long. */
export const quoted = (value: string): string =>
  JSON.stringify(value.length > 200 ? `${value.slice(0, 200)}…` : value)
