import { randomBytes } from 'node:crypto'
import {
  appendFileSync,
  closeSync,
  constants,
  fchmodSync,
  lstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { FileProblem, isMisnamed, reasonOf, remedyOf, systemCode } from './problem.ts'

/*
 * Every file of oci-assay is written here. Libraries that replace files do not fit: write-file-atomic resolves links and
 * writes where they lead, and opens its temporary file with `w`, which follows links as well.
 */

const elsewhere = (option = '--reports'): string => `choose another folder with ${option}`

/** The system's refusal in words. */
const unwritable = (what: string, error: unknown, option?: string): FileProblem => {
  const remedy = remedyOf(error)
  return new FileProblem(`${what}: ${reasonOf(error)}`, {
    misnamed: isMisnamed(error),
    advice: remedy === undefined ? elsewhere(option) : `${remedy}, or ${elsewhere(option)}`,
  })
}

/** Names of temporary files: hidden, and not to be guessed. */
const temporaryName = /^\..+\.oci-assay-[0-9a-f]{16}\.tmp$/
const temporaryOf = (path: string): string =>
  join(dirname(path), `.${basename(path)}.oci-assay-${randomBytes(8).toString('hex')}.tmp`)

/** Opened only if the name is unused, by a dangling link too. */
export const openExclusively = (path: string, mode = 0o666): number =>
  openSync(
    path,
    constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | (constants.O_NOFOLLOW ?? 0),
    mode,
  )

/** The content of a file; in parts where it is large, so that they are never in memory all at once. */
export type FileText = string | Iterable<string>

/** Characters that are written at once. */
const portion = 64 * 1024

function writeText(descriptor: number, text: FileText): void {
  if (typeof text === 'string') {
    writeFileSync(descriptor, text)
    return
  }
  let waiting: string[] = []
  let length = 0
  const flush = () => {
    writeFileSync(descriptor, waiting.join(''))
    waiting = []
    length = 0
  }
  for (const part of text) {
    waiting.push(part)
    length += part.length
    if (length >= portion) flush()
  }
  flush()
}

/**
 * Writes a file as a whole: beside its place, then renamed over it, so that a reader sees the old file or the new
 * one, and no link is followed: one that has this name is replaced. A file that was there keeps its permissions. The
 * folder is made where it is missing. At once, so that nothing can interrupt it. Throws FileProblem.
 */
export function writeWhole(path: string, text: FileText): void {
  const refuse = (error: unknown) => unwritable(`${path} cannot be written`, error)
  makeFolder(dirname(path))
  const temporary = temporaryOf(path)
  let descriptor: number
  try {
    descriptor = openExclusively(temporary, 0o666)
  } catch (error) {
    throw refuse(error)
  }
  try {
    try {
      const mode = modeOf(path)
      if (mode !== undefined) fchmodSync(descriptor, mode)
      writeText(descriptor, text)
    } finally {
      closeSync(descriptor)
    }
    renameSync(temporary, path)
  } catch (error) {
    rmSync(temporary, { force: true })
    throw refuse(error)
  }
}

/** The permissions of the file that has this name. */
function modeOf(path: string): number | undefined {
  const stats = lstatSync(path, { throwIfNoEntry: false })
  return stats?.isFile() === true ? stats.mode & 0o777 : undefined
}

/**
 * Opens a file that is written line by line while others may need it, such as the ledger of a run: anew, in the place of
 * what had the name, for its owner alone. Throws FileProblem.
 */
export function openAnew(path: string): number {
  makeFolder(dirname(path))
  try {
    rmSync(path, { force: true })
    return openExclusively(path, 0o600)
  } catch (error) {
    throw unwritable(`${path} cannot be written`, error)
  }
}

/** Opens a file that is only for this process, to write and to read: its owner removes it. */
export function openTemporary(folder: string): { descriptor: number; path: string } {
  const path = temporaryOf(join(folder, 'texts'))
  const { O_RDWR, O_CREAT, O_EXCL } = constants
  return { descriptor: openSync(path, O_RDWR | O_CREAT | O_EXCL, 0o600), path }
}

/** Appends to a file that others write to as well, such as the summary of a CI runner. `mode`: of a new one. Throws FileProblem. */
export function appendTo(path: string, text: string, options: { mode?: number } = {}): void {
  try {
    appendFileSync(path, text, options)
  } catch (error) {
    throw new FileProblem(`${path} cannot be written: ${reasonOf(error)}`, {
      misnamed: false,
      advice: remedyOf(error),
    })
  }
}

/** Makes a folder, and those above it; a link to a folder, as its user named it with an option, is one. Throws FileProblem. */
export function makeFolder(folder: string, option?: string): void {
  try {
    makeWithParents(folder)
  } catch (error) {
    if (systemCode(error) === 'ENOENT' && workingFolderIsGone()) {
      throw new FileProblem(`the folder ${folder} cannot be created: the working folder was deleted`, {
        misnamed: false,
        advice: 'change to a folder that exists, or name an absolute path with --reports',
      })
    }
    throw unwritable(`the folder ${folder} cannot be created`, error, option)
  }
}

/** As `mkdir -p`; that of Node hides why it failed on a file system that is read-only. */
function makeWithParents(folder: string): void {
  try {
    mkdirSync(folder)
  } catch (error) {
    const code = systemCode(error)
    if (code === 'ENOENT' && dirname(folder) !== folder && dirname(folder) !== '.') {
      makeWithParents(dirname(folder))
      mkdirSync(folder)
    } else if (code !== 'EEXIST' || !statSync(folder).isDirectory()) throw error
  }
}

function workingFolderIsGone(): boolean {
  try {
    return !statSync(process.cwd()).isDirectory()
  } catch {
    return true
  }
}

/**
 * Makes a folder that oci-assay itself names, such as that of one format. A link there leads to an unnamed place, and is
 * refused. Throws FileProblem.
 */
export function makeOwnFolder(folder: string): void {
  if (lstatSync(folder, { throwIfNoEntry: false })?.isSymbolicLink() === true) {
    throw new FileProblem(`${folder} is a symbolic link, and nothing is written where it leads`, {
      misnamed: false,
      advice: `remove the link, or ${elsewhere()}`,
    })
  }
  makeFolder(folder)
}

/** Removes the temporary files of runs that were killed; only after the folder was locked. */
export function removeTemporary(folder: string): void {
  for (const name of readdirSync(folder)) {
    if (temporaryName.test(name)) rmSync(join(folder, name), { force: true })
  }
}
