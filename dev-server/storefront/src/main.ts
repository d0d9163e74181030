import { codeForm } from './code-form.js';
import { TrackingPage } from './tracking-page.js';
import { LANGUAGE, texts } from './texts.js';

const main = document.querySelector('main')!;
document.documentElement.lang = LANGUAGE;
document.title = texts.title;

const [, code] = /^\/track\/([^/]+)/.exec(location.pathname) ?? [];
if (code) {
  void new TrackingPage(main, decodeURIComponent(code), takePinSecret(code)).start();
} else {
  main.replaceChildren(codeForm());
}

/**
 * Moves the secret of the delivery PIN from the URL's fragment to the session storage, so that it is neither in the address
 * bar nor in the browser's history, and survives a reload.
 */
function takePinSecret(code: string): string {
  const secret = location.hash.slice(1);
  if (secret) {
    sessionStorage.setItem(code, secret);
    history.replaceState(null, '', location.pathname);
  }
  return secret || (sessionStorage.getItem(code) ?? '');
}
