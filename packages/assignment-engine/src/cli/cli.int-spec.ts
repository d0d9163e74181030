import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { generateSigningKey } from '@driver-dispatch/contract';
import { freePort } from '@driver-dispatch/local-servers';
import { Client } from 'pg';
import { eventually } from '../testing/test-engine';
import { useTestServers } from '../testing/test-servers';

const BIN = join(__dirname, '../../bin/assignment-engine.js');
const servers = useTestServers();
const started: ChildProcess[] = [];
const directory = mkdtempSync(join(tmpdir(), 'dispatch-cli-'));

afterAll(() => {
  started.forEach((child) => child.kill('SIGKILL'));
  rmSync(directory, { recursive: true, force: true });
});

function run(command: string, env: Record<string, string>) {
  const child = spawn(process.execPath, [BIN, ...command.split(' ')], {
    env: { PATH: process.env.PATH, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  started.push(child);
  const output = { text: '' };
  child.stdout.on('data', (chunk) => (output.text += chunk));
  child.stderr.on('data', (chunk) => (output.text += chunk));
  const exit = once(child, 'exit').then(([code]) => code as number);
  return { child, output, exit };
}

async function environment(databaseUrl: string) {
  const port = await freePort();
  return {
    port,
    env: {
      DATABASE_URL: databaseUrl,
      HOST: '127.0.0.1',
      PORT: String(port),
      WEBHOOK_URL: 'http://127.0.0.1:9/events',
      VENDURE_KEYS: generateSigningKey(),
      DRIVER_APP_KEYS: generateSigningKey(),
      OPERATOR_KEYS: 'an-operator-key-of-some-length',
      WEBHOOK_KEYS: generateSigningKey(),
    },
  };
}

const untilHealthy = (port: number) =>
  eventually(
    () => fetch(`http://127.0.0.1:${port}/health`).then(({ status }) => status, String),
    (status) => status === 200,
  );

describe('assignment-engine', () => {
  it('prints its usage for an unknown command', async () => {
    const runs = ['unknown', 'invite', 'serve now'].map((command) => run(command, {}));
    expect(await Promise.all(runs.map(({ exit }) => exit))).toEqual([2, 2, 2]);
    runs.forEach(({ output }) => expect(output.text).toMatch(/Usage: assignment-engine/));
  });

  it('does not start with invalid variables and names them', async () => {
    const { output, exit } = run('serve', { PORT: 'x', OPERATOR_KEYS: 'too-short-secret' });
    expect(await exit).toBe(1);
    expect(output.text).toMatch(/DATABASE_URL/);
    expect(output.text).toMatch(/PORT/);
    expect(output.text).not.toContain('too-short-secret');
  });

  it('prints a connection error without the database password', async () => {
    const { env } = await environment('postgres://me:secret-password@127.0.0.1:9/none');
    const { output, exit } = run('migrate', env);
    expect(await exit).toBe(1);
    expect(output.text).toMatch(/ECONNREFUSED/);
    expect(output.text).not.toContain('secret-password');
  });

  it('applies each migration once when several processes migrate', async () => {
    const url = await servers.database();
    const { env } = await environment(url);
    const runs = [1, 2, 3].map(() => run('migrate', env));
    expect(await Promise.all(runs.map(({ exit }) => exit))).toEqual([0, 0, 0]);
    const client = new Client({ connectionString: url });
    await client.connect();
    const { rows } = await client.query('SELECT name FROM driver_dispatch.migrations');
    await client.end();
    const files = readdirSync(join(__dirname, '../database/migrations'));
    expect(rows).toHaveLength(files.filter((name) => name.endsWith('.sql')).length);
  });

  it('invites a driver with a link and a QR code', async () => {
    const { env } = await environment(await servers.database());
    expect(await run('migrate', env).exit).toBe(0);
    const client = new Client({ connectionString: env.DATABASE_URL });
    await client.connect();
    await client.query("INSERT INTO driver_dispatch.drivers (id, name) VALUES ('ada', 'Ada')");
    const [withoutUrl, unknown, invited] = [
      run('invite ada', env),
      run('invite eve', { ...env, PUBLIC_URL: 'https://dispatch.example.com' }),
      run('invite ada', { ...env, PUBLIC_URL: 'https://dispatch.example.com' }),
    ];
    expect(await Promise.all([withoutUrl.exit, unknown.exit, invited.exit])).toEqual([1, 1, 0]);
    expect(withoutUrl.output.text).toContain('PUBLIC_URL');
    expect(unknown.output.text).toContain('No driver eve');
    expect(invited.output.text).toMatch(/https:\/\/dispatch\.example\.com\/driver\/#invitation=[\w-]{43}\n/);
    expect(invited.output.text).toContain('▀');
    const { rows } = await client.query('SELECT driver_id FROM driver_dispatch.driver_invitations');
    await client.end();
    expect(rows).toEqual([{ driver_id: 'ada' }]);
  });

  it('serves, writes log files and stops on SIGTERM', async () => {
    const { env, port } = await environment(await servers.database());
    const { child, output, exit } = run('serve', { ...env, LOG_DIRECTORY: directory });
    await untilHealthy(port);
    const response = await fetch(`http://127.0.0.1:${port}/v1/drivers`);
    expect(response.status).toBe(401);
    child.kill('SIGTERM');
    expect(await exit).toBe(0);
    expect(output.text).toMatch(/"message":"Stopped"/);
    expect(readFileSync(join(directory, 'combined.log'), 'utf8')).toMatch(/Engine listening/);
    expect(readFileSync(join(directory, 'error.log'), 'utf8')).toBe('');
    for (const key of Object.entries(env).filter(([name]) => name.endsWith('_KEYS'))) {
      expect(output.text).not.toContain(key[1]);
    }
  });

  it('exits with an error if its port is in use', async () => {
    const { env, port } = await environment(await servers.database());
    const first = run('serve', env);
    await untilHealthy(port);
    const second = run('serve', env);
    expect(await second.exit).toBe(1);
    expect(second.output.text).toMatch(/EADDRINUSE/);
    first.child.kill('SIGTERM');
    expect(await first.exit).toBe(0);
  });
});
