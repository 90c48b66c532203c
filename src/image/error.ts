export type ImageErrorCode =
  /** Nothing is there. */
  | 'absent'
  /** More bytes than are read. */
  | 'too-large'
  /** The system or the registry does not hand it out. */
  | 'unreadable'
  /** It leads out of the layout. */
  | 'outside'
  /** Not a regular file. */
  | 'not-a-file'
  /** What was named is not an image. */
  | 'not-an-image'
  /** The archive ends too early or is damaged. */
  | 'damaged-archive'
  /** The target has to be written in another way, or copied first. */
  | 'usage'
  | 'aborted'

/** What to name instead of what is not an image. */
export const formsOfImages =
  'give the folder of an image layout, an archive of one or of docker save, or host/repository:tag'

/** Why an image or a part of it cannot be read. */
export class ImageError extends Error {
  override name = 'ImageError'
  readonly code: ImageErrorCode
  /** What to do next, one line; absent where the message contains it. */
  readonly advice: string | undefined
  constructor(code: ImageErrorCode, message: string, advice?: string) {
    super(message)
    this.code = code
    this.advice = advice
  }
}

/** An error as data; whatever is not an ImageError was met while reading. */
export function failureOf(error: unknown): { code: ImageErrorCode; message: string } {
  if (error instanceof ImageError) return { code: error.code, message: error.message }
  return { code: 'unreadable', message: error instanceof Error ? error.message : String(error) }
}
