/**
 * Whether something is written as a path, on whatever system: it begins at a root, at a drive, here, above
 * or at home, or holds a backslash, which no registry, repository or suite has in its name.
 */
export const writtenAsPath = (text: string): boolean =>
  /^(?:\.{0,2}\/|~|[a-z]:\/)/i.test(text) || text.includes('\\')
