'use strict';

const AGENTS = ['chimera-api', 'query_agent', 'data_retrieval_agent', 'analysis_agent', 'narrative_agent',
  'fact_checker_agent', 'followup_agent', 'monitoring_agent', 'zcash_node', 'exchange_api'];
const SERVERS = ['broker', 'redis', 'mongodb', 'influxdb'];
const OWN = { name: 'own', title: 'A question of your own', shows: 'Whatever you want to know about prices or the chain.' };

const byId = (id) => document.getElementById(id);
const form = byId('ask');
const submit = form.querySelector('[type=submit]');
let scenarios = [];
let backend = '';
let outcomes = [];
let watched = new Set();

start();

async function start() {
  byId('agents').replaceChildren(...AGENTS.map((name) => tile(name)));
  byId('servers').replaceChildren(...SERVERS.map((name) => tile(name)));
  new EventSource('api/events').onmessage = (event) => lightUp(JSON.parse(event.data));
  form.addEventListener('change', describe);
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    if (!waiting()) {
      run(chosen());
    }
  });
  byId('views').addEventListener('change', draw);
  try {
    scenarios = [...await json('api/scenarios'), OWN];
    backend = (await json('api/settings')).backend;
    byId('scenarios').replaceChildren(...scenarios.map(choice));
    describe();
  } catch (failure) {
    showError(failure.message);
  }
  checkHealth();
}

function choice(scenario, index) {
  const label = document.createElement('label');
  const radio = Object.assign(document.createElement('input'),
    { type: 'radio', name: 'scenario', value: scenario.name, checked: index === 0 });
  label.append(radio, scenario.title);
  return label;
}

function chosen() {
  return scenarios.find((scenario) => scenario.name === form.elements.scenario.value);
}

function describe() {
  const scenario = chosen();
  byId('shows').textContent = scenario.shows;
  byId('question').hidden = scenario !== OWN;
  form.elements.text.required = scenario === OWN;
}

function tile(name) {
  const item = Object.assign(document.createElement('li'), { id: `tile-${name}`, className: 'tile' });
  item.append(Object.assign(document.createElement('strong'), { textContent: name }), document.createElement('span'));
  return item;
}

function lightUp(span) {
  const item = byId(`tile-${span.service}`);
  if (!item || !(watched.has(span.traceId) || span.links.some((link) => watched.has(link)) || waiting())) {
    return;
  }
  item.classList.remove('lit', 'failed');
  item.getBoundingClientRect(); // so that it starts again
  item.classList.add('lit');
  item.classList.toggle('failed', span.failed);
  item.lastChild.textContent = `${span.name} · ${span.millis.toFixed(span.millis < 10 ? 1 : 0)} ms${span.failed ? ' · failed' : ''}`;
}

function waiting() {
  return submit.getAttribute('aria-disabled') === 'true';
}

async function checkHealth() {
  try {
    for (const part of await json('api/health')) {
      const item = byId(`tile-${part.name}`);
      item.classList.toggle('down', !part.up);
      item.title = part.problem;
      if (SERVERS.includes(part.name) || !part.up) {
        item.lastChild.textContent = part.up ? (part.embedded ? 'up, embedded' : 'up') : `down: ${part.problem}`;
      }
    }
  } catch {
    byId('tile-chimera-api').classList.add('down');
  }
  setTimeout(checkHealth, 5000);
}

async function run(scenario) {
  // Not disabled: it would lose the keyboard's focus.
  submit.setAttribute('aria-disabled', 'true');
  byId('status').textContent = 'The agents are at work…';
  showError('');
  document.querySelectorAll('#agents .tile').forEach((item) => {
    item.classList.remove('lit', 'failed');
    item.lastChild.textContent = '';
  });
  watched = new Set();
  outcomes = [];
  byId('findings').hidden = true;
  const since = Date.now();
  try {
    const requests = scenario === OWN ? [{ method: 'POST', path: '/api/queries', headers: { Prefer: 'wait' },
      body: { text: form.elements.text.value } }] : scenario.requests;
    let id = '';
    const session = crypto.getRandomValues(new Uint32Array(2)).join('-');
    for (const request of requests) {
      id = await send(request, id, session) || id;
    }
    if (scenario.await) {
      byId('status').textContent = 'Waiting for the schedule…';
      const found = await json(`api/traces?span=${encodeURIComponent(scenario.await)}&since=${since}`);
      outcomes.push({ title: 'What the schedule did', traceId: found.traceId, root: '' });
      watched.add(found.traceId);
    }
    byId('status').textContent = 'Waiting for what goes on after the answer…';
    for (const outcome of outcomes.filter((any) => any.traceId)) {
      outcome.traces = await json(`api/traces/${outcome.traceId}?root=${outcome.root}`);
    }
    byId('result').hidden = false;
    draw();
    await showFindings(id);
    byId('status').textContent = 'Done.';
  } catch (failure) {
    byId('status').textContent = '';
    showError(failure.message);
  } finally {
    submit.removeAttribute('aria-disabled');
  }
}

async function send(request, id, session) {
  let response;
  try {
    response = await fetch(request.path.replace('{id}', id).slice(1), {
      method: request.method,
      headers: { 'Content-Type': 'application/json', ...request.headers },
      body: request.body ? JSON.stringify(request.body).replace('{run}', session) : undefined,
    });
  } catch (failure) {
    throw new Error(`chimera-api cannot be reached: ${failure.message}`);
  }
  const text = await response.text();
  const body = text ? JSON.parse(text) : {};
  const [, traceId, root] = (response.headers.get('traceresponse') || '').split('-');
  if (traceId) {
    watched.add(traceId);
  }
  const answer = body.answer ? body.answer.answer : body.detail || body.status || '';
  outcomes.push({ title: `${request.method} ${request.path}`, status: response.status, answer, traceId, root });
  return body.id;
}

async function showFindings(id) {
  if (!id) {
    return;
  }
  const findings = (await json(`api/queries/${id}`)).findings || [];
  byId('findings').hidden = findings.length === 0;
  byId('findings').querySelector('ul').replaceChildren(...findings.flatMap((finding) => finding.texts.map((text) => {
    const item = document.createElement('li');
    item.append(`${finding.agent}: `);
    if (finding.agent === 'followup_agent') {
      const button = Object.assign(document.createElement('button'), { type: 'button', textContent: text });
      button.addEventListener('click', () => waiting() || askNext(text));
      item.append(button);
    } else {
      item.append(text);
    }
    return item;
  })));
}

function askNext(text) {
  form.elements.scenario.value = OWN.name;
  form.elements.text.value = text;
  describe();
  run(OWN);
}

function draw() {
  const view = document.querySelector('[name=view]:checked').value;
  byId('outcomes').replaceChildren(...outcomes.map((outcome) => {
    const article = byId('outcome').content.cloneNode(true);
    article.querySelector('.answer').textContent = outcome.status
      ? `${outcome.status} ${outcome.answer}` : outcome.title;
    article.querySelector('.answer').classList.toggle('failed', outcome.status >= 400);
    const traces = outcome.traces ? [outcome.traces.trace, ...outcome.traces.linked] : [];
    article.querySelector('.traces').append(...traces.map((trace, index) =>
      section(trace, index === 0 ? outcome.title : 'Linked to it', view)));
    if (traces.length === 0) {
      article.querySelector('.traces').textContent = 'There is no trace: tracing is off.';
    }
    return article;
  }));
}

function section(trace, title, view) {
  const section = byId('trace').content.cloneNode(true);
  section.querySelector('h3').textContent = title;
  section.querySelector('code').textContent = trace.traceId;
  const copy = section.querySelector('.copy');
  copy.setAttribute('aria-label', `Copy trace id ${trace.traceId}`);
  copy.addEventListener('click', async () => {
    await navigator.clipboard.writeText(trace.traceId);
    byId('status').textContent = 'The trace id has been copied.';
    copy.textContent = 'Copied';
  });
  copy.hidden = !navigator.clipboard;
  const link = section.querySelector('a');
  link.hidden = backend === '';
  link.href = backend.replace('{traceId}', trace.traceId);
  link.setAttribute('aria-label', `Open in backend trace ${trace.traceId}`);
  const tree = section.querySelector('pre');
  tree.setAttribute('aria-label', `Tree of trace ${trace.traceId}`);
  tree.append(...trace[view].trimEnd().split('\n').map((line) =>
    Object.assign(document.createElement('span'), {
      textContent: `${line}\n`,
      className: line.includes('] ERROR') ? 'failed' : '',
    })));
  return section;
}

async function json(path) {
  const response = await fetch(path);
  const body = await response.json();
  if (!response.ok) {
    throw new Error(body.detail || response.statusText);
  }
  return body;
}

function showError(message) {
  byId('error').textContent = message;
  byId('error').hidden = message === '';
}
