import { element } from './element.js';
import { texts } from './texts.js';

/**
 * A form for a tracking code or the whole link from an e-mail.
 *
 * @param unknownCode the code of the previous attempt, to be corrected
 */
export function codeForm(unknownCode?: string): HTMLElement {
  const input = element('input', {
    id: 'code',
    name: 'code',
    required: '',
    autocomplete: 'off',
    spellcheck: 'false',
    'aria-describedby': 'code-hint',
    'aria-invalid': unknownCode === undefined ? null : 'true',
    value: unknownCode ?? '',
  }) as HTMLInputElement;
  const form = element(
    'form',
    {},
    element('label', { for: 'code' }, texts.codeLabel),
    input,
    element('button', {}, texts.track),
  );
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    const [code, pinSecret] = input.value.trim().split('/').at(-1)!.split('#');
    location.assign(`/track/${encodeURIComponent(code!)}${pinSecret ? `#${pinSecret}` : ''}`);
  });
  return element(
    'section',
    { class: 'card' },
    element('h1', {}, unknownCode === undefined ? texts.title : texts.unknown),
    element(
      'p',
      { class: 'muted', id: 'code-hint' },
      unknownCode === undefined ? texts.codeHint : texts.unknownHint,
    ),
    form,
  );
}
