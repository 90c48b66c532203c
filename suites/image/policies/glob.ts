import picomatch from 'picomatch'

const mostCharacters = 1000
/** Each wildcard multiplies the time that matching takes. */
const mostStars = 6

/** Whether a path is a glob: it has `*` or `?`, or pairs of brackets or braces. */
export const isGlob = (path: string): boolean => /[*?]|\[[^[\]]*\]|\{[^{}]*\}/.test(path)

/** What is wrong with a path or a glob, in words that follow its name; undefined where nothing is. */
export function problemOfPath(path: string): string | undefined {
  const names = path.split('/').slice(path.startsWith('/') ? 1 : 0)
  if (path === '' || path === '/') return 'is empty'
  if (path.length > mostCharacters) return `has more than ${mostCharacters} characters`
  if (path.includes('\0')) return 'has a NUL'
  if (names.some((name) => name === '' || name === '.' || name === '..'))
    return 'has an empty segment, or one that is `.` or `..`: write it as /usr/bin/app'
  if (!isGlob(path)) return undefined
  if (/[()|\\]/.test(path))
    return 'is a glob with ( ) | or \\, which are not supported: write an entry for each path'
  if ([...path.matchAll(/\{[^{}]*\}/g)].some(([braces]) => braces.includes('/')))
    return 'is a glob with / inside of braces: write an entry for each path'
  if (names.some((name) => name.includes('**') && name !== '**'))
    return 'is a glob with ** beside something else: ** is a segment of its own, as in /usr/**/app'
  if (path.split(/\*+/).length - 1 > mostStars) return `is a glob with more than ${mostStars} wildcards`
  return undefined
}

/** A matcher for paths without a leading slash. `**` at the end matches what is in a folder, and not the folder. */
export const pathMatcher = (path: string): ((file: string) => boolean) =>
  picomatch(path.replace(/\/\*\*$/, '/**/*'), { dot: true, noext: true, nonegate: true })

/** A segment of a glob as a text in which only `*` is special, and which matches at least as much. */
export const widened = (segment: string): string =>
  isGlob(segment)
    ? segment.replaceAll(/\*+|\?|\[[^[\]]*\]|\{[^{}]*\}/g, '*').replaceAll(/\*+/g, '*')
    : segment
