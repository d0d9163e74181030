import { codeForm } from './code-form.js';
import { TrackingPage } from './tracking-page.js';
import { LANGUAGE, words } from './words.js';

const main = document.querySelector('main')!;
document.documentElement.lang = LANGUAGE;
document.title = words.title;

const [, code] = /^\/track\/([^/]+)/.exec(location.pathname) ?? [];
if (code) {
  // The fragment, which no server sees, is the secret of the delivery PIN.
  void new TrackingPage(main, decodeURIComponent(code), location.hash.slice(1)).follow();
} else {
  main.replaceChildren(codeForm());
}
