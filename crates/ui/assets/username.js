// Nome de usuário in the browser: says while a person types which of Meta's rules the name breaks, and lets a
// proposal fill the field without leaving the page. Without this file the form is whole, and the server judges.

const field = document.getElementById('username');
const rules = [...document.querySelectorAll('#rules [data-pattern]')];
const said = document.getElementById('rules-said');

// As the server makes it before it looks.
const tidied = text => text.trim().replace(/^@/, '').replace(/[A-Z]+/g, letters => letters.toLowerCase());

function judge() {
  const name = tidied(field.value);
  const broken = rules.filter(rule => {
    const breaks = name !== '' && new RegExp(rule.dataset.pattern, 'u').test(name);
    rule.toggleAttribute('data-broken', breaks);
    rule.querySelector('.rules__broken').hidden = !breaks;
    return breaks;
  });
  field.toggleAttribute('aria-invalid', broken.length > 0);
  if (broken.length > 0) field.setAttribute('aria-invalid', 'true');
  const sentence = broken[0]?.querySelector('span:not(.rules__mark)').textContent ?? (name ? said.dataset.good : '');
  if (said.textContent !== sentence) said.textContent = sentence;
}

if (field) {
  field.addEventListener('input', judge);
  if (field.value !== '') judge();
  for (const chip of document.querySelectorAll('[data-fills]')) {
    chip.addEventListener('click', event => {
      event.preventDefault();
      field.value = chip.dataset.fills;
      judge();
      field.focus();
    });
  }
}
