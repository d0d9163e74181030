import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

const PACKAGE = dirname(createRequire(__filename).resolve('@driver-dispatch/assignment-engine/package.json'));

/** The compiled script of the command `assignment-engine`. */
export const ENGINE_COMMAND = join(PACKAGE, 'bin/assignment-engine.js');
