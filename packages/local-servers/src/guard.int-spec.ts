import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eventually } from './eventually';
import { processIdentity } from './process-identity';

const DIST = join(__dirname, '../dist');

/** Starts one server of each kind and a child process, as a Jest worker or the development server does. */
const PARENT = `
  const { spawn } = require('node:child_process');
  const { guardChild, PostgresServer, recordChildren, RedisServer } = require(${JSON.stringify(DIST)});
  (async () => {
    await recordChildren(process.argv[1]);
    const [postgres, redis] = await Promise.all([PostgresServer.start(), RedisServer.start()]);
    const child = spawn('sleep', ['600']);
    guardChild(child);
    process.on('message', () => process.send('pong'));
    process.send({ ports: [postgres.port, redis.port], pid: child.pid });
  })();
`;

interface Started {
  parent: ChildProcess;
  ports: number[];
  pid: number;
}

describe('guard', () => {
  let directory: string;
  let record: string;

  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'guard-'));
    chmodSync(directory, 0o755);
    record = join(directory, 'children');
  });

  afterEach(() => rmSync(directory, { recursive: true }));

  async function start(): Promise<Started> {
    const parent = spawn(process.execPath, ['-e', PARENT, record], {
      env: { PATH: process.env.PATH, TMPDIR: directory },
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    });
    const [message] = (await once(parent, 'message')) as [Omit<Started, 'parent'>];
    return { parent, ...message };
  }

  async function untilAllEnded({ ports, pid }: Started): Promise<void> {
    await eventually(
      () => processIdentity(pid),
      (identity) => identity === undefined,
    );
    for (const port of ports) {
      await eventually(
        () => listens(port),
        (listening) => !listening,
      );
    }
  }

  it.each([
    ['SIGINT', 1],
    ['SIGINT', 2],
    ['SIGTERM', 1],
    ['SIGHUP', 1],
    ['SIGKILL', 1],
  ] as const)('ends every child and deletes its folder after %s, %i times', async (signal, times) => {
    const started = await start();
    const ended = once(started.parent, 'exit');
    for (let i = 0; i < times; i += 1) {
      started.parent.kill(signal);
    }
    await ended;
    await untilAllEnded(started);
    await eventually(
      () => readdirSync(directory).join(),
      (names) => names === 'children',
    );
  });

  it('ends a frozen child', async () => {
    const started = await start();
    process.kill(started.pid, 'SIGSTOP');
    started.parent.kill('SIGKILL');
    await untilAllEnded(started);
  });

  it('ends orphaned children at the next start if the watchdog was killed too', async () => {
    const orphaned = await start();
    const watchdog = await getWatchdog(orphaned.parent.pid!);
    orphaned.parent.kill('SIGSTOP');
    process.kill(watchdog!, 'SIGKILL');
    orphaned.parent.kill('SIGKILL');
    await once(orphaned.parent, 'exit');
    expect(processIdentity(orphaned.pid)).toBeDefined();
    const next = await start();
    expect(processIdentity(orphaned.pid)).toBeUndefined();
    expect(await Promise.all(orphaned.ports.map(listens))).toEqual([false, false]);
    next.parent.kill('SIGKILL');
    await untilAllEnded(next);
  });

  it('restarts a killed watchdog', async () => {
    const started = await start();
    const watchdog = await getWatchdog(started.parent.pid!);
    process.kill(watchdog!, 'SIGKILL');
    await eventually(
      () => getWatchdog(started.parent.pid!),
      (other) => other !== undefined && other !== watchdog,
    );
    // The answer shows that the parent has sent its children to the new watchdog.
    started.parent.send('ping');
    await once(started.parent, 'message');
    started.parent.kill('SIGKILL');
    await untilAllEnded(started);
  });
});

/** Returns the id of the watchdog among the children of a process. */
async function getWatchdog(parent: number): Promise<number | undefined> {
  const ps = spawn('ps', ['-A', '-o', 'pid=,ppid=,args=']);
  let output = '';
  ps.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
  await once(ps, 'close');
  const row = output.split('\n').map((line) => line.trim().split(/\s+/));
  const own = row.find(([, ppid, ...args]) => Number(ppid) === parent && args.join().includes('watchdog'));
  return own && Number(own[0]);
}

function listens(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
    socket.once('connect', () => socket.destroy());
  });
}
