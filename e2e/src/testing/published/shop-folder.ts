import { cpSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { install } from './install';
import { readmeExample } from './readme-example';
import type { Tarball } from './tarballs';

/** A project of Vendure's starter layout, with what our READMEs say added to its configuration. */
const STARTER = join(__dirname, '..', '..', '..', 'published-shop');

const PLUGIN = 'node_modules/@driver-dispatch/driver-integration-plugin';
const EMAIL_TEMPLATES = 'static/email/templates';

/** Makes a shop in an empty folder outside this repository, that has the packages from their tarballs. */
export function makeShop(directory: string, tarballs: readonly Tarball[]): void {
  const inside = (path: string) => join(directory, path);
  const copy = (from: string, to: string) => cpSync(from, inside(to), { recursive: true });
  copy(STARTER, '.');
  install(directory, tarballs);
  copy(inside('node_modules/@vendure/email-plugin/templates'), EMAIL_TEMPLATES);
  copy(inside(`${PLUGIN}/templates`), EMAIL_TEMPLATES);
  const handler = readmeExample(inside(`${PLUGIN}/README.md`), 'onTheWayHandler');
  writeFileSync(inside('src/on-the-way-handler.ts'), handler);
}
