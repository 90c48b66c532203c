import { existsSync } from 'node:fs'
import { readFileText } from '../../files/read.ts'
import type { BodyRecord, ExchangeRecord, Headers, TransportError } from '../record/exchange.ts'

/** A run has a few thousand exchanges of 400 bytes. */
const mostBytes = 32 * 1024 * 1024
/** Characters of a line, of which a Location is the longest part. */
const longestLine = 64 * 1024

/**
 * The exchanges of a ledger's file, oldest first, each as it was told last. Empty where there is no file. A line that the
 * end of the process has cut is passed over, and so is one that no run writes: somebody else may have written the file.
 * Throws FileProblem.
 */
export function readLedgerFile(path: string): ExchangeRecord[] {
  if (!existsSync(path)) return []
  const told = new Map<number, ExchangeRecord>()
  for (const line of readFileText(path, { most: mostBytes }).split('\n')) {
    const record = line.length > longestLine ? undefined : parsed(line)
    if (record) told.set(record.id, record)
  }
  return [...told.values()].toSorted((one, other) => one.id - other.id)
}

function parsed(line: string): ExchangeRecord | undefined {
  try {
    return recordOf(JSON.parse(line))
  } catch {
    return undefined
  }
}

type Fields = Record<string, unknown>

const isObject = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const isNumber = (value: unknown): value is number =>
  typeof value === 'number' && value >= 0 && value <= Number.MAX_SAFE_INTEGER

const areHeaders = (value: unknown): value is Headers =>
  Array.isArray(value) &&
  value.every(
    (pair) => Array.isArray(pair) && pair.length === 2 && pair.every((text) => typeof text === 'string'),
  )

/** Nothing but what a ledger needs is taken over. Undefined where a part is not what it should be. */
function recordOf(value: unknown): ExchangeRecord | undefined {
  if (!isObject(value)) return undefined
  const { id, test, startedAt, duration } = value
  const request = requestOf(value['request'])
  const response = value['response'] === undefined ? undefined : responseOf(value['response'])
  const error = value['error'] === undefined ? undefined : errorOf(value['error'])
  if (!isNumber(id) || !Number.isInteger(id) || !isNumber(startedAt) || !isNumber(duration) || !request)
    return undefined
  if (response === false || error === false || (!response && !error)) return undefined
  return {
    kind: 'exchange',
    id,
    ...(typeof test === 'string' ? { test } : {}),
    request,
    ...(response ? { response } : {}),
    ...(error ? { error } : {}),
    via: [],
    startedAt,
    duration,
  }
}

function requestOf(value: unknown): ExchangeRecord['request'] | undefined {
  if (!isObject(value)) return undefined
  const { method, url, headers } = value
  const body = value['body'] === undefined ? undefined : bodyOf(value['body'])
  if (typeof method !== 'string' || typeof url !== 'string' || !areHeaders(headers)) return undefined
  if (body === false) return undefined
  return { method, url, headers, ...(body ? { body } : {}) }
}

function responseOf(value: unknown): NonNullable<ExchangeRecord['response']> | false {
  if (!isObject(value)) return false
  const { status, headers } = value
  const body = bodyOf(value['body'])
  if (!isNumber(status) || !Number.isInteger(status) || !areHeaders(headers) || !body) return false
  return { status, headers, body }
}

function bodyOf(value: unknown): BodyRecord | false {
  if (!isObject(value)) return false
  const { size, sha256 } = value
  if (!isNumber(size) || !Number.isInteger(size) || typeof sha256 !== 'string') return false
  return /^sha256:[0-9a-f]{64}$/.test(sha256) && { size, sha256, truncated: true }
}

function errorOf(value: unknown): TransportError | false {
  if (!isObject(value)) return false
  const { code, message } = value
  return typeof code === 'string' && typeof message === 'string' && { code, message }
}
