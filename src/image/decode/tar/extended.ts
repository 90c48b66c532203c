import { raising } from '../../limits.ts'
import { untilNul } from './bytes.ts'
import { readPax, type PaxRecord } from './pax.ts'

/** Types of headers that concern the entry after them: GNU's long names, PAX records, and those of Solaris. */
const extendedTypes = new Set(['L', 'K', 'x', 'g', 'X'])

export const isExtended = (type: string): boolean => extendedTypes.has(type)

/** Global records as they are looked for: a header can have a hundred thousand, and they hold for each entry after it. */
interface GlobalPax {
  records: readonly PaxRecord[]
  values: ReadonlyMap<string, Uint8Array>
  isSparse: boolean
}

const isSparseRecord = ({ key }: PaxRecord): boolean => key.startsWith('GNU.sparse.')

const globalPax = (records: readonly PaxRecord[]): GlobalPax => ({
  records,
  values: new Map(records.map(({ key, value }) => [key, value])),
  isSparse: records.some(isSparseRecord),
})

/** What extended headers contain for the entry after them, and global ones for all entries after them. */
export class ExtendedHeaders {
  readonly #limit: number
  readonly #problem: (code: string, message: string) => void
  /** The one whose bytes are being read. */
  #open: { type: string; bytes: Uint8Array; filled: number } | undefined
  #longName: Uint8Array | undefined
  #longLink: Uint8Array | undefined
  #local: readonly PaxRecord[] = []
  #global = globalPax([])

  /** `limit`: bytes of the global ones together. */
  constructor(limit: number, problem: (code: string, message: string) => void) {
    this.#limit = limit
    this.#problem = problem
  }

  get isOpen(): boolean {
    return this.#open !== undefined
  }

  /** The PAX records of the next entry, in their order. */
  get local(): readonly PaxRecord[] {
    return this.#local
  }

  /** The same list for all entries up to the next global header. */
  get global(): readonly PaxRecord[] {
    return this.#global.records
  }

  get isSparse(): boolean {
    return this.#global.isSparse || this.#local.some(isSparseRecord)
  }

  open(type: string, size: number): void {
    this.#open = { type, bytes: new Uint8Array(size), filled: 0 }
  }

  fill(part: Uint8Array): void {
    if (!this.#open) return
    this.#open.bytes.set(part, this.#open.filled)
    this.#open.filled += part.length
  }

  close(): void {
    if (!this.#open) return
    const { type, bytes } = this.#open
    this.#open = undefined
    if (type === 'L') this.#longName = untilNul(bytes)
    else if (type === 'K') this.#longLink = untilNul(bytes)
    else this.#addRecords(bytes, type === 'g')
  }

  #addRecords(bytes: Uint8Array, isGlobal: boolean): void {
    const { records, damage } = readPax(bytes)
    if (damage !== undefined) this.#problem('pax', `has ${damage}`)
    if (isGlobal) return this.#addGlobal(records)
    if (this.#local.length > 0) this.#problem('repeated-extension', 'has two extended headers for one entry')
    this.#local = records
  }

  #addGlobal(records: readonly PaxRecord[]): void {
    const keys = new Set(records.map(({ key }) => key))
    const all = [...this.#global.records.filter(({ key }) => !keys.has(key)), ...records]
    const held = all.reduce((total, { key, value }) => total + key.length + value.length, 0)
    if (held <= this.#limit) this.#global = globalPax(all)
    else {
      const message = `has more than ${this.#limit} bytes of global extended headers (${raising('tar-header')})`
      this.#problem('large-extension', message)
    }
  }

  /** The value of a PAX record: the last one of a key wins, local ones come after global ones, an empty one unsets. */
  value(key: string): Uint8Array | undefined {
    const local = this.#local.findLast((record) => record.key === key)?.value
    const value = local ?? this.#global.values.get(key)
    return value && value.length > 0 ? value : undefined
  }

  name(header: Uint8Array): Uint8Array {
    return this.value('path') ?? this.#longName ?? header
  }

  link(header: Uint8Array): Uint8Array {
    return this.value('linkpath') ?? this.#longLink ?? header
  }

  /** Forgets what concerned one entry alone. */
  clear(): void {
    this.#longName = undefined
    this.#longLink = undefined
    this.#local = []
  }
}
