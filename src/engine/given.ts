/** An option under its name, or nothing at all: an explicit undefined is not the same as absence. */
export const given = <Name extends string, Value>(
  name: Name,
  value: Value | undefined,
): { [key in Name]?: Value } => (value === undefined ? {} : ({ [name]: value } as { [key in Name]?: Value }))
