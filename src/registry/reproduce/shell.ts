/** One word for a POSIX shell, whatever it contains. */
export const quote = (text: string): string =>
  /^[A-Za-z0-9_./:=@%+,-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`

/** A line that cannot end before its end. */
export const comment = (text: string): string => `# ${text.replace(/[^\x20-\x7e]/g, '?')}`

/** A variable of the script; `escaped`: as the value of a query that is written with escapes. */
export interface Variable {
  readonly variable: string
  readonly escaped?: true
}

/** Text with variables of the script in it. */
export type Template = readonly (string | Variable)[]

/** Text in double quotes, or in a here-document, where only the variables of the template are expanded. */
export const expandable = (text: string): string => text.replace(/[\\$`]/g, '\\$&')

function expanded({ variable: name, escaped }: Variable, next: string | undefined): string {
  if (escaped) return `$(escaped "$${name}")`
  return next !== undefined && /^\w/.test(next) ? `\${${name}}` : `$${name}`
}

const textAfter = (template: Template, at: number): string | undefined => {
  const next = template[at + 1]
  return typeof next === 'string' ? next : undefined
}

/** The text of a here-document whose delimiter is not quoted. */
export const hereText = (template: Template): string =>
  template
    .map((part, at) =>
      typeof part === 'string' ? expandable(part) : expanded(part, textAfter(template, at)),
    )
    .join('')

/** One word of the shell. */
export function word(template: Template): string {
  if (template.every((part) => typeof part === 'string')) return quote(template.join(''))
  const text = template
    .map((part, at) =>
      typeof part === 'string'
        ? expandable(part).replaceAll('"', '\\"')
        : expanded(part, textAfter(template, at)),
    )
    .join('')
  return `"${text}"`
}
