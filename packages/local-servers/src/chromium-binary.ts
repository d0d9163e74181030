import { isExecutable, requireBinary } from './binary-on-path';
import { UserError } from './user-error';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome'];

const INSTALL_HINT =
  'Chromium is missing. Install it (Debian, Ubuntu: apt-get install chromium; macOS: brew install chromium) ' +
  'so that chromium or google-chrome is on the PATH, or set CHROMIUM_PATH.';

/**
 * Returns the browser of `CHROMIUM_PATH`, else the Chromium or Chrome on the PATH. As root on Debian or Ubuntu, installs a
 * missing one.
 *
 * @throws UserError with the command that installs one
 */
export function requireChromium(): string {
  const chosen = process.env.CHROMIUM_PATH;
  if (chosen === undefined) {
    return requireBinary(NAMES, 'chromium', INSTALL_HINT);
  }
  if (!isExecutable(chosen)) {
    throw new UserError(
      `CHROMIUM_PATH is ${chosen}, which can't be run. Set it to a Chromium or Chrome, or unset it.`,
    );
  }
  return chosen;
}
