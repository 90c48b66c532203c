import { existsSync } from 'node:fs'
import { withoutUndefined } from '../../engine/optional.ts'
import { readFileText } from '../../files/read.ts'
import type { BodyRecord, ExchangeRecord, Headers, TransportError } from '../record/exchange.ts'
import { isObject, jsonObjectIn } from '../record/json-object.ts'

/** A run has a few thousand exchanges of 400 bytes. */
const mostBytes = 32 * 1024 * 1024
/** Characters of a line, of which a Location is the longest part. */
const longestLine = 64 * 1024

/**
 * The exchanges of a ledger's file, oldest first, each as it was written last. Empty where there is no file. A line that
 * the end of the process has cut is skipped, and so is one that no run writes: the file may be forged. Throws FileProblem.
 */
export function readLedgerFile(path: string): ExchangeRecord[] {
  if (!existsSync(path)) return []
  const records = new Map<number, ExchangeRecord>()
  for (const line of readFileText(path, { most: mostBytes }).split('\n')) {
    const record = line.length > longestLine ? undefined : recordIn(line)
    if (record) records.set(record.id, record)
  }
  return [...records.values()].toSorted((one, other) => one.id - other.id)
}

const isNumber = (value: unknown): value is number =>
  typeof value === 'number' && value >= 0 && value <= Number.MAX_SAFE_INTEGER

const isCount = (value: unknown): value is number => isNumber(value) && Number.isInteger(value)

const areHeaders = (value: unknown): value is Headers =>
  Array.isArray(value) &&
  value.every(
    (pair) => Array.isArray(pair) && pair.length === 2 && pair.every((text) => typeof text === 'string'),
  )

/** Reads an optional part: undefined where it is absent, false where it is not what it should be. */
const optional = <Part>(value: unknown, read: (value: unknown) => Part | false): Part | false | undefined =>
  value === undefined ? undefined : read(value)

/** Only what a ledger needs is read. Undefined where a part is not what it should be. */
function recordIn(line: string): ExchangeRecord | undefined {
  const fields = jsonObjectIn(line)
  if (!fields) return undefined
  const { id, test, startedAt, duration } = fields
  const request = requestOf(fields['request'])
  const response = optional(fields['response'], responseOf)
  const error = optional(fields['error'], errorOf)
  if (!isCount(id) || !isNumber(startedAt) || !isNumber(duration) || !request) return undefined
  if (response === false || error === false || (!response && !error)) return undefined
  return withoutUndefined({
    kind: 'exchange',
    id,
    test: typeof test === 'string' ? test : undefined,
    request,
    response,
    error,
    via: [],
    startedAt,
    duration,
  })
}

function requestOf(value: unknown): ExchangeRecord['request'] | undefined {
  if (!isObject(value)) return undefined
  const { method, url, headers } = value
  const body = optional(value['body'], bodyOf)
  if (typeof method !== 'string' || typeof url !== 'string' || !areHeaders(headers)) return undefined
  return body === false ? undefined : withoutUndefined({ method, url, headers, body })
}

function responseOf(value: unknown): NonNullable<ExchangeRecord['response']> | false {
  if (!isObject(value)) return false
  const { status, headers } = value
  const body = bodyOf(value['body'])
  return isCount(status) && areHeaders(headers) && body && { status, headers, body }
}

function bodyOf(value: unknown): BodyRecord | false {
  if (!isObject(value)) return false
  const { size, sha256 } = value
  if (!isCount(size) || typeof sha256 !== 'string') return false
  return /^sha256:[0-9a-f]{64}$/.test(sha256) && { size, sha256, truncated: true }
}

function errorOf(value: unknown): TransportError | false {
  if (!isObject(value)) return false
  const { code, message } = value
  return typeof code === 'string' && typeof message === 'string' && { code, message }
}
