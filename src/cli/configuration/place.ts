import { existsSync } from 'node:fs'
import { join } from 'node:path'

/** Read without being asked for, from the working folder. */
export const defaultFiles = ['oci-assay.yaml', 'oci-assay.yml']

/** The file that was named, or else the one that lies in the folder, if any. */
export function configurationFile(named: string | undefined, folder: string): string | undefined {
  if (named !== undefined) return named
  const path = defaultFiles.map((name) => join(folder, name)).find((each) => existsSync(each))
  return path
}
