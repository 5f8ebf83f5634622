'use strict';

const byId = (id) => document.getElementById(id);
const form = byId('ask');
const submit = form.querySelector('[type=submit]');
let shown = null;

form.addEventListener('submit', (event) => {
  event.preventDefault();
  ask(form.elements.text.value);
});

byId('examples').addEventListener('click', (event) => {
  if (event.target instanceof HTMLButtonElement && !submit.disabled) {
    form.elements.text.value = event.target.textContent;
    ask(event.target.textContent);
  }
});

byId('views').addEventListener('change', () => showTree());

byId('copy').addEventListener('click', async () => {
  await navigator.clipboard.writeText(byId('trace').textContent);
  byId('status').textContent = 'The trace id has been copied.';
});

async function ask(text) {
  submit.disabled = true;
  byId('status').textContent = 'The agents are at work…';
  showError('');
  const start = performance.now();
  try {
    const response = await fetch('api/queries', {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', 'Prefer': 'wait' },
      body: JSON.stringify({ text }),
    });
    const body = await response.json();
    const took = Math.round(performance.now() - start);
    byId('status').textContent = '';
    if (!response.ok) {
      showError(body.detail || response.statusText);
    }
    shown = body.id || null;
    byId('result').hidden = shown === null;
    byId('answer').textContent = body.answer ? body.answer.answer : 'There is no answer.';
    byId('trace').textContent = body.traceId || 'none: tracing is off';
    byId('copy').hidden = !body.traceId || !navigator.clipboard;
    byId('tree').textContent = '';
    byId('took').textContent = `${took} ms, as the browser sees it`;
    await showTree();
  } catch (failure) {
    byId('status').textContent = '';
    showError(`chimera-api cannot be reached: ${failure.message}`);
  } finally {
    submit.disabled = false;
  }
}

async function showTree() {
  const id = shown;
  if (id === null) {
    return;
  }
  const view = document.querySelector('[name=view]:checked').value;
  const response = await fetch(`api/queries/${encodeURIComponent(id)}/tree?view=${view}`);
  const text = response.ok ? await response.text() : (await response.json()).detail;
  if (id !== shown || view !== document.querySelector('[name=view]:checked').value) {
    return;
  }
  byId('tree').replaceChildren(...text.trimEnd().split('\n').map((line) => {
    const row = document.createElement('span');
    row.textContent = `${line}\n`;
    row.className = line.includes('] ERROR') ? 'failed' : '';
    return row;
  }));
}

function showError(message) {
  byId('error').textContent = message;
  byId('error').hidden = message === '';
}
