import { installAll } from '../tools/tools.ts'

/** Before any worker begins: two that install packages at the same time would be in each other's way. */
export default async function setup(): Promise<void> {
  await installAll()
}
