import { cpSync, existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { SUPERADMIN } from '@driver-dispatch/dev-server';
import { ROOT } from './tarballs';

const STARTER = join(ROOT, 'e2e', 'starter-shop');
const CONFIG = 'src/vendure-config.ts';

/**
 * Creates a project with Vendure's starter layout in a folder, without driver dispatch. Keeps installed packages.
 *
 * @param port of the shop
 */
export function makeStarterShop(directory: string, port: number): void {
  for (const name of ['src', 'dist', 'static', 'vendure.sqlite', '.env']) {
    rmSync(join(directory, name), { recursive: true, force: true });
  }
  // The package.json of an installed project lists its packages.
  const keep = existsSync(join(directory, 'package.json'))
    ? ['package.json', 'node_modules']
    : ['node_modules'];
  cpSync(STARTER, directory, {
    recursive: true,
    filter: (source) => !keep.some((name) => source === join(STARTER, name)),
  });
  const settings = {
    APP_ENV: 'dev',
    PORT: port,
    COOKIE_SECRET: 'for-the-test-only',
    SUPERADMIN_USERNAME: SUPERADMIN.identifier,
    SUPERADMIN_PASSWORD: SUPERADMIN.password,
  };
  copyTemplates('@vendure/email-plugin', directory);
  const lines = Object.entries(settings).map(([name, value]) => `${name}=${value}\n`);
  writeFileSync(join(directory, '.env'), lines.join(''));
}

/** Adds driver dispatch to the configuration of the shop, as the README describes in prose. */
export function addDriverDispatch(directory: string): void {
  const file = join(directory, CONFIG);
  const before = readFileSync(file, 'utf8');
  const after = before
    .replace(/^import path/m, "import { driverDispatch } from './driver-dispatch';\n$&")
    .replace(/\n {2}\],\n\};\n$/, '\n    ...driverDispatch,$&');
  writeFileSync(file, after);
}

/** Adds an e-mail handler and an e-mail generator to the configuration of the shop, with the templates they need. */
export function addEmailHandler(
  directory: string,
  { name, generator, file: source }: { name: string; generator: string; file: string },
): void {
  const file = join(directory, CONFIG);
  const after = readFileSync(file, 'utf8')
    .replace(/^import path/m, `import { ${generator}, ${name} } from './${source}';\n$&`)
    .replace(
      'handlers: defaultEmailHandlers',
      `handlers: [...defaultEmailHandlers, ${name}],\n      emailGenerator: new ${generator}()`,
    );
  writeFileSync(file, after);
  copyTemplates('@driver-dispatch/driver-integration-plugin', directory);
}

/** Copies the e-mail templates of an installed package to the shop's templates, as its README describes. */
function copyTemplates(name: string, directory: string): void {
  const templates = join(directory, 'node_modules', name, 'templates');
  if (existsSync(templates)) {
    cpSync(templates, join(directory, 'static/email/templates'), { recursive: true });
  }
}

/** Returns the newest e-mail with a subject, or undefined. Vendure writes e-mails to files in development. */
export function mailAbout(
  directory: string,
  subject: string,
): { recipient: string; body: string } | undefined {
  const mailbox = join(directory, 'static/email/test-emails');
  return (existsSync(mailbox) ? readdirSync(mailbox) : [])
    .map((name) => readFileSync(join(mailbox, name), 'utf8'))
    .filter((mail) => mail.endsWith('\n}'))
    .map((mail) => JSON.parse(mail) as { subject: string; recipient: string; body: string })
    .findLast((mail) => mail.subject === subject);
}

/**
 * Returns options with which npm uses its cache, and compiles native packages with the local headers of Node and without
 * optimisation: SQLite compiles in a tenth of the time.
 */
export function npmEnvironment(): Record<string, string> {
  const prefix = dirname(dirname(process.execPath));
  return {
    ...(existsSync(join(prefix, 'include', 'node', 'node.h')) && { npm_config_nodedir: prefix }),
    npm_config_prefer_offline: 'true',
    npm_config_audit: 'false',
    npm_config_fund: 'false',
    CFLAGS: '-O0',
    CXXFLAGS: '-O0',
  };
}
