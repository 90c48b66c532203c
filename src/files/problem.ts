/** Why the system refused something, by its code, in words. */
const reasons: Readonly<Record<string, string>> = {
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  EROFS: 'the file system is read-only',
  ENOSPC: 'no space is left on the device',
  EDQUOT: 'the disk quota is used up',
  EFBIG: 'the file would be larger than the system allows',
  EMFILE: 'this process has too many open files',
  ENFILE: 'the system has too many open files',
  ENOMEM: 'the system has no memory left',
  ENOBUFS: 'the system has no buffers left',
  EADDRNOTAVAIL: 'the system has no local address or port for it',
  EIO: 'the device reported an error',
  ENOENT: 'it does not exist',
  ENOTDIR: 'a part of the path is not a folder',
  EISDIR: 'it is a folder',
  ERR_FS_EISDIR: 'it is a folder',
  ERR_MODULE_NOT_FOUND: 'a file of oci-assay is missing',
  EEXIST: 'it exists and is not a folder',
  ELOOP: 'it is a symbolic link to nowhere or to itself',
  ENAMETOOLONG: 'the name is too long',
  EBUSY: 'another process uses it',
  EAGAIN: 'it has nothing to read',
  ENXIO: 'it is a socket or a device without a driver',
  EPIPE: 'its reader is gone',
}

/** What to do about what concerns the machine and no single file. */
const remedies: Readonly<Record<string, string>> = {
  ENOSPC: 'free some space',
  EDQUOT: 'free some space',
  EMFILE: 'raise the limit with `ulimit -n 1024`, or lower --concurrency',
  ENFILE: 'end other programs, or raise the limit of the system',
  ERR_MODULE_NOT_FOUND: 'reinstall oci-assay',
  ENOBUFS: 'lower --concurrency',
  EADDRNOTAVAIL: 'check the address, or lower --concurrency',
  ENOMEM: 'end other programs, or use a machine with more memory',
}

/** The code of an error of the system, such as ENOSPC; undefined for other errors. */
export function systemCode(error: unknown): string | undefined {
  const { code, syscall } = (error ?? {}) as { code?: unknown; syscall?: unknown }
  const isSystem = typeof code === 'string' && (syscall !== undefined || Object.hasOwn(reasons, code))
  return isSystem ? code : undefined
}

/** `permission denied (EACCES)`; of an error that is not the system's its message. */
export function reasonOf(error: unknown): string {
  const code = systemCode(error)
  if (code === undefined) return error instanceof Error ? error.message : String(error)
  const reason = reasons[code]
  return reason === undefined ? code : `${reason} (${code})`
}

/** What to do about an error of the system that concerns the machine and no single file. */
export const remedyOf = (error: unknown): string | undefined => remedies[systemCode(error) ?? '']

/** Codes for a path that cannot be right; all others are problems of the machine. */
const misnaming = new Set([
  'ENOENT',
  'ENOTDIR',
  'EISDIR',
  'EEXIST',
  'ELOOP',
  'ENAMETOOLONG',
  'ENXIO',
  'EAGAIN',
])

export const isMisnamed = (error: unknown): boolean => misnaming.has(systemCode(error) ?? '')

/** A file or a folder that cannot be used, in words: what happened and why, and in `advice` what to do next. */
export class FileProblem extends Error {
  override name = 'FileProblem'
  /** True where the path cannot be right, so that another one helps; false where the machine refuses. */
  readonly misnamed: boolean
  readonly advice: string | undefined

  /** `cause` is the error of the system, if there is one. */
  constructor(
    message: string,
    { misnamed, advice, cause }: { misnamed: boolean; advice?: string | undefined; cause?: unknown },
  ) {
    super(message, { cause })
    this.misnamed = misnamed
    this.advice = advice
  }
}

/** What the engine throws where memory lacks: of buffers, of strings, and of what the system has. */
export const isMemoryError = (error: unknown): boolean =>
  systemCode(error) === 'ENOMEM' ||
  (error instanceof Error &&
    /^(?:Array buffer allocation failed|Invalid string length|Failed to allocate memory|Cannot create a string longer)/.test(
      error.message,
    ))

/** A file of oci-assay itself that is not where it was installed. */
export const missingPart = (name: string): FileProblem =>
  new FileProblem(`${name} is missing in the installation of oci-assay`, {
    misnamed: false,
    advice: 'reinstall oci-assay',
  })
