import { existsSync } from 'node:fs'
import { join } from 'node:path'

/** Read by default, from the working folder. */
export const defaultFiles = ['oci-assay.yaml', 'oci-assay.yml']

/** The file that was named, or else the one in the folder, if any. */
export function configurationFile(named: string | undefined, folder: string): string | undefined {
  if (named !== undefined) return named
  const path = defaultFiles.map((name) => join(folder, name)).find((each) => existsSync(each))
  return path
}
