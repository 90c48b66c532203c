import type { Defect } from '../../layouts/case.ts'
import { parameter, set } from './makers.ts'

/** Execution parameters that are wrong. */
export const execution: readonly Defect[] = [
  set('config-array', 'config.config.is-object', 'execution parameters that are an array', { config: [] }),
  parameter('user-number', 'config.user.is-string', 'a user that is a number', { User: 1000 }),
  parameter('user-beyond-32-bits', 'config.user.form', 'a user number of more than 32 bits', {
    User: '99999999999',
  }),
  parameter('group-beyond-32-bits', 'config.user.form', 'a group number of more than 32 bits', {
    User: '0:4294967296',
  }),
  parameter('user-negative', 'config.user.form', 'a negative user number', { User: '-1' }),
  parameter('port-beyond-16-bits', 'config.exposed-ports.form', 'a port beyond 65535', {
    ExposedPorts: { '70000/tcp': {} },
  }),
  parameter('port-just-beyond-16-bits', 'config.exposed-ports.form', 'the first port beyond the last', {
    ExposedPorts: { '65536': {} },
  }),
  parameter('user-form', 'config.user.form', 'a user with two colons', { User: '1:2:3' }),
  parameter('ports-array', 'config.exposed-ports.is-set', 'ports that are an array', {
    ExposedPorts: ['80/tcp'],
  }),
  parameter('ports-not-empty', 'config.exposed-ports.is-set', 'a port with a value', {
    ExposedPorts: { '80/tcp': { a: 1 } },
  }),
  parameter('ports-range', 'config.exposed-ports.form', 'a range of ports', {
    ExposedPorts: { '80-90/tcp': {} },
  }),
  parameter('env-object', 'config.env.is-string-array', 'variables that are an object', { Env: { A: 'b' } }),
  parameter('env-without-equals', 'config.env.form', 'a variable without =', { Env: ['PATH'] }),
  parameter('env-without-name', 'config.env.form', 'a variable without a name', { Env: ['=x'] }),
  parameter('entrypoint-string', 'config.entrypoint.is-string-array', 'an entrypoint that is a string', {
    Entrypoint: '/bin/sh',
  }),
  parameter('cmd-string', 'config.cmd.is-string-array', 'a command that is a string', { Cmd: 'ls -l' }),
  parameter('cmd-of-numbers', 'config.cmd.is-string-array', 'a command with a number', { Cmd: ['sleep', 1] }),
  parameter('volumes-array', 'config.volumes.is-set', 'volumes that are an array', { Volumes: ['/data'] }),
  parameter(
    'working-dir-null-byte',
    'config.working-dir.is-string',
    'a working directory that is a boolean',
    { WorkingDir: true },
  ),
  parameter('stop-signal-number', 'config.stop-signal.is-string', 'a stop signal that is a number', {
    StopSignal: 15,
  }),
  parameter('stop-signal-form', 'config.stop-signal.form', 'a stop signal without SIG', {
    StopSignal: 'TERM',
  }),
  parameter('args-escaped-string', 'config.args-escaped.is-boolean', 'ArgsEscaped that is a string', {
    ArgsEscaped: 'yes',
  }),
  parameter('args-escaped', 'config.args-escaped.unused', 'ArgsEscaped', { ArgsEscaped: true }),
  parameter('memory', 'config.memory.is-integer', 'a memory that is a string', { Memory: '1g' }),
  parameter('memory-swap', 'config.memory-swap.is-integer', 'a fraction as MemorySwap', { MemorySwap: 0.5 }),
  parameter('cpu-shares', 'config.cpu-shares.is-integer', 'a boolean as CpuShares', { CpuShares: true }),
  parameter('healthcheck', 'config.healthcheck.is-object', 'a health check that is an array', {
    Healthcheck: ['CMD'],
  }),
]
