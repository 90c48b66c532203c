import { setFlagsFromString } from 'node:v8'
import type { Worker } from 'node:worker_threads'

const setGrowth = (factor: number): void => setFlagsFromString(`--semi-space-growth-factor=${factor}`)

const keepYoung = (): void => setGrowth(1)

/** A new thread sets the factor of all threads to the usual one. */
const afterThread = (thread: Worker): void => void thread.once('online', keepYoung)

/**
 * Keeps the part of the heap for young objects at the few mebibytes that it begins with: V8 doubles it up to 48, and never gives it back,
 * so that this comes before anything else is loaded. What is kept of images is as little with it, and they take no longer.
 */
export function keepYoungHeapSmall(): void {
  keepYoung()
  process.on('worker', afterThread)
}

/** Takes that back, for runs whose objects live for some requests: more of them would be copied. */
export function letYoungHeapGrow(): void {
  process.off('worker', afterThread)
  setGrowth(2)
}

/**
 * Lets the heap grow by less before it is collected. V8 lets it become four times as large as what is in use, since most programs
 * have the memory: of a thousand images, 25 MiB are in use and 130 were kept.
 */
export function keepHeapSmall(): void {
  setFlagsFromString('--heap-growing-percent=30')
}
