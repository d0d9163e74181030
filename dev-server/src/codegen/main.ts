import { readFile, writeFile } from 'node:fs/promises';
import { relative } from 'node:path';
import { parseArgs } from 'node:util';
import { generatedTypes, type GeneratedFile } from './dashboards';

const { values } = parseArgs({ options: { check: { type: 'boolean' } } });

async function main(): Promise<void> {
  const outdated: GeneratedFile[] = [];
  for (const file of await generatedTypes()) {
    if ((await readFile(file.path, 'utf8').catch(() => undefined)) !== file.content) {
      outdated.push(file);
    }
  }
  for (const { path, content } of outdated) {
    const name = relative(process.cwd(), path);
    if (values.check) {
      console.error(`${name} is outdated. Run: npm run codegen`);
      process.exitCode = 1;
    } else {
      await writeFile(path, content);
      console.log(`${name} updated`);
    }
  }
}

void main();
