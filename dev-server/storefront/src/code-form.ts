import { element } from './element.js';
import { words } from './words.js';

/** Asks for a tracking code, or takes the whole link out of an e-mail. */
export function codeForm(): HTMLElement {
  const input = element('input', {
    id: 'code', name: 'code', required: '', autocomplete: 'off', spellcheck: 'false',
    'aria-describedby': 'where',
  }) as HTMLInputElement;
  const form = element(
    'form',
    {},
    element('label', { for: 'code' }, words.askCode),
    input,
    element('button', {}, words.follow),
  );
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    const [code, pinSecret] = input.value.trim().split('/').at(-1)!.split('#');
    location.assign(`/track/${encodeURIComponent(code!)}${pinSecret ? `#${pinSecret}` : ''}`);
  });
  return element(
    'section',
    { class: 'card' },
    element('h1', {}, words.title),
    element('p', { class: 'quiet', id: 'where' }, words.whereCode),
    form,
  );
}
