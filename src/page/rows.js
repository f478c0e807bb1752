/**
 * A table of which only the rows in sight are in the page, so that thousands
 * of them scroll as a few do.  All rows have the same height.
 */
import { el, put } from './dom.js';

const ROW_PX = 36;
/** Rows above and below those in sight. */
const MARGIN = 20;

/** @param {number} height */
function spacer(height) {
  const td = el('td', { colspan: '99' });
  td.style.height = `${height}px`;
  return el('tr', { class: 'spacer', 'aria-hidden': 'true' }, td);
}

/** @param {string} label  of the table
 * @param {(row: any) => HTMLTableRowElement} make  a row */
export function visibleRows(label, make) {
  const head = el('tr', {}), body = el('tbody', {});
  const table = el('table', { 'aria-label': label },
    el('thead', {}, head), body);
  const node = el('div', { class: 'scroll', tabindex: '0', role: 'region',
    'aria-label': label }, table);
  /** @type {any[]} */
  let rows = [];
  let first = -1, last = -1;

  const draw = (/** @type {boolean} */ anew) => {
    const top = Math.floor(node.scrollTop / ROW_PX);
    const seen = Math.ceil((node.clientHeight || 800) / ROW_PX);
    const from = Math.max(0, top - MARGIN);
    const to = Math.min(rows.length, top + seen + MARGIN);
    // Not for each line that is scrolled.
    if (!anew && Math.abs(from - first) < MARGIN / 2 &&
        (to === last || Math.abs(to - last) < MARGIN / 2))
      return;
    first = from;
    last = to;
    put(body, from > 0 && spacer(from * ROW_PX),
      ...rows.slice(from, to).map((row, i) => {
        const tr = make(row);
        tr.setAttribute('aria-rowindex', String(from + i + 2));
        return tr;
      }),
      to < rows.length && spacer((rows.length - to) * ROW_PX));
  };
  node.addEventListener('scroll', () => requestAnimationFrame(
    () => draw(false)), { passive: true });
  new ResizeObserver(() => draw(true)).observe(node);
  return { node,
    /** Have a row in sight.
     * @param {number} i */
    reveal: i => {
      node.scrollTop = Math.max(0, (i + 1) * ROW_PX - node.clientHeight / 2);
      draw(false);
    }, show: (/** @type {HTMLElement[]} */ headings,
    /** @type {any[]} */ list) => {
    rows = list;
    put(head, ...headings);
    table.setAttribute('aria-rowcount', String(rows.length + 1));
    draw(true);
  } };
}
