(() => {
  'use strict';
  const tools = document.getElementById('tools');
  const { words, which, region, theme } = tools.elements;
  const count = tools.querySelector('output');
  const rows = [...document.querySelectorAll('.row')].map((node) => ({ node, text: '' }));
  const parts = [...document.querySelectorAll('.part')].map((node) => ({
    own: rows.filter((row) => node.contains(row.node)),
    nothing: node.querySelector('.nothing'),
  }));

  const filter = () => {
    const wanted = words.value.toLowerCase().split(/\s+/).filter(Boolean);
    let some = 0;
    for (const row of rows) {
      if (wanted.length) row.text ||= row.node.textContent.toLowerCase();
      const shown = (!which.value || row.node.classList.contains(which.value))
        && wanted.every((word) => row.text.includes(word));
      row.node.hidden = !shown;
      if (shown) some += 1;
    }
    for (const { own, nothing } of parts) {
      nothing.hidden = own.length === 0 || own.some((row) => !row.node.hidden);
    }
    const said = some === rows.length ? count.dataset.all : count.dataset.some;
    count.textContent = said.replace('{some}', some).replace('{all}', rows.length);
  };

  const choose = () => {
    const chosen = region.value;
    for (const cell of document.querySelectorAll('[data-r]')) {
      cell.hidden = chosen !== '' && cell.dataset.r !== chosen;
    }
    for (const name of document.querySelectorAll('var')) name.textContent = chosen || '{region}';
  };

  const paint = () => {
    if (theme.value) document.documentElement.dataset.theme = theme.value;
    else delete document.documentElement.dataset.theme;
  };
  // Pages that are opened as files or inside an editor may have no storage.
  const keep = (value) => {
    try {
      if (value === undefined) return localStorage.getItem('nestc-theme') ?? '';
      localStorage.setItem('nestc-theme', value);
    } catch { /* the choice lasts as long as the page */ }
    return '';
  };

  // A link may lead to what is closed or filtered out.
  const reveal = () => {
    const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (!target) return;
    const row = target.closest('.row');
    if (row?.hidden || target.closest('[hidden]')) {
      tools.reset();
      theme.value = document.documentElement.dataset.theme ?? '';
      filter();
      choose();
    }
    const closed = target.closest('details');
    if (closed) closed.open = true;
    target.scrollIntoView({ block: 'center' });
  };

  let waiting = 0;
  words.addEventListener('input', () => {
    clearTimeout(waiting);
    waiting = setTimeout(filter, 80);
  });
  which.addEventListener('change', filter);
  region.addEventListener('change', choose);
  theme.addEventListener('change', () => { paint(); keep(theme.value); });
  tools.addEventListener('submit', (event) => event.preventDefault());
  addEventListener('hashchange', reveal);
  addEventListener('beforeprint', () => {
    for (const closed of document.querySelectorAll('details')) closed.open = true;
  });

  theme.value = keep();
  paint();
  filter();
  tools.hidden = false;
  if (location.hash) reveal();
})();
