/** What is left to do in the console once the new backup is restored. */
import { el } from './dom.js';

/** @typedef {import('./store.js').Todo} Todo */

/** People that are listed; the table has all. */
const MOST_PEOPLE = 200;

/** The tasks, person by person.
 * @param {Todo[]} todo
 * @param {Node} [tools]  below the list */
export function todoList(todo, tools) {
  if (todo.length === 0)
    return null;
  /** @type {Map<string, Todo[]>} */
  const people = new Map();
  for (const t of todo)
    people.set(t.Number, [...people.get(t.Number) ?? [], t]);
  return el('div', { class: 'todo' },
    el('h3', {}, 'What is left to do in the console'),
    el('p', { class: 'quiet' }, 'A backup cannot do this; do it once the new ' +
      'one is restored.'),
    el('dl', {}, ...[...people].slice(0, MOST_PEOPLE).flatMap(
      ([number, tasks]) => [el('dt', { title: tasks[0].Name },
        `${number} ${tasks[0].Name}`),
        el('dd', {}, el('ul', {}, ...tasks.map(t => el('li', {}, t.Text))))])),
    people.size > MOST_PEOPLE &&
      el('p', {}, `and ${people.size - MOST_PEOPLE} people more`), tools);
}
