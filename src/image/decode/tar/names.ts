/** The path that a name leads to: without empty and `.` segments, `..` taken literally. */
export const cleanName = (name: string): string =>
  // The common case needs no work.
  name.startsWith('.') ||
  name.startsWith('/') ||
  name.includes('//') ||
  name.includes('/./') ||
  /\/\.?$/.test(name)
    ? name
        .split('/')
        .filter((segment) => segment !== '' && segment !== '.')
        .join('/')
    : name

/** A cleaned path as its folder and its last segment. */
export function splitPath(path: string): { folder: string; base: string } {
  const slash = path.lastIndexOf('/')
  return { folder: slash === -1 ? '' : path.slice(0, slash), base: path.slice(slash + 1) }
}

/** True where a cleaned name leaves the folder that it starts from. */
export function isClimbing(path: string): boolean {
  let depth = 0
  for (const segment of path.split('/')) {
    depth += segment === '..' ? -1 : 1
    if (depth < 0) return true
  }
  return false
}

/** The prefix of a whiteout, which is followed by the name of what it removes (layer.md, Whiteouts). */
export const whiteoutPrefix = '.wh.'

/** The name of a whiteout that hides everything below its folder (layer.md, Opaque Whiteout). */
export const opaqueWhiteout = '.wh..wh..opq'
