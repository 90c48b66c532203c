/** Where in the policies something is: names of properties and positions in lists. */
export type Path = readonly (string | number)[]

/** Something wrong with policies as they are written. */
export class PolicyProblem extends Error {
  override name = 'PolicyProblem'
  readonly path: Path
  /** For a name that is not known: the ones that are. */
  readonly known: readonly string[]

  /** `message`: what is wrong, in words that follow the path. */
  constructor(path: Path, message: string, known: readonly string[] = []) {
    super(message)
    this.path = path
    this.known = known
  }
}

/** `files[0].mode`. */
export const pathText = (path: Path): string =>
  path.reduce<string>(
    (text, step) => (typeof step === 'number' ? `${text}[${step}]` : text === '' ? step : `${text}.${step}`),
    '',
  )
