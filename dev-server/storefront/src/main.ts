import { codeForm } from './code-form.js';
import { TrackingPage } from './tracking-page.js';
import { LANGUAGE, words } from './words.js';

const main = document.querySelector('main')!;
document.documentElement.lang = LANGUAGE;
document.title = words.title;

const [, code] = /^\/track\/([^/]+)/.exec(location.pathname) ?? [];
if (code) {
  void new TrackingPage(main, decodeURIComponent(code), takePinSecret(code)).follow();
} else {
  main.replaceChildren(codeForm());
}

/**
 * Takes the secret of the delivery PIN out of the fragment, which no server sees, so that neither the address bar nor the
 * browser's history keeps it. This tab keeps it for a reload.
 */
function takePinSecret(code: string): string {
  const secret = location.hash.slice(1);
  if (secret) {
    sessionStorage.setItem(code, secret);
    history.replaceState(null, '', location.pathname);
  }
  return secret || (sessionStorage.getItem(code) ?? '');
}
