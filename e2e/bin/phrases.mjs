/** Fails if a file contains a phrase that CONTRIBUTING.md replaces by a term. cspell checks only single words. */
import { spawnSync } from 'node:child_process';
import { ROOT } from '../../dev-server/bin/setup.mjs';

const PHRASES = {
  submit: 'hand(s|ed|ing)? (it |them |orders? |an order |the order )?over',
  'failed PIN attempts': 'wrong codes?',
  'manual assignment': '(assign(s|ed)?|chosen|chooses?) by hand',
  reassign: 'giv(e|es|en|ing) (it )?to another driver',
  'claim, release': 'let(s|ting)? go|put(s|ting)? to use',
  'candidate, ineligible': 'pass(es|ed)? over|looked at',
  resend: 'send(s|ing)? again',
  'unsubmitted, out of sync': 'left behind',
  'availability index, ready': 'equal again|whole again',
  'rate limit': 'keep(s|ing)? (its|their) place|wait(s|ing)? (for )?(its|their) turn',
};

const files = ['.', ':!package-lock.json', ':!e2e/bin/phrases.mjs', ':!*.csv', ':!LICENSE'];
const pattern = Object.values(PHRASES).join('|');
const { status } = spawnSync('git', ['grep', '-nwiIE', pattern, '--', ...files], {
  cwd: ROOT,
  stdio: 'inherit',
});
if (status !== 1) {
  console.error('Use the terms of CONTRIBUTING.md:', Object.keys(PHRASES).join('; '));
  process.exitCode = 1;
}
