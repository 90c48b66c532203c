import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { withFolder } from '../command.ts'

/** A file of this name that is gone afterwards. */
export const withFile = <Value>(
  name: string,
  text: string,
  work: (path: string, folder: string) => Value | Promise<Value>,
): Promise<Value> =>
  withFolder(async (folder) => {
    const path = join(folder, name)
    await writeFile(path, text)
    return work(path, folder)
  })
