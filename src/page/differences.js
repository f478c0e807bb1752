/** What differs between two backups, as `diff` and `verify` tell it. */
import { el, longList } from './dom.js';
import { changesOf, changeTable } from './change_table.js';

/** @param {string} title
 * @param {any[]} list */
function listOf(title, list) {
  return (list ?? []).length > 0 && el('div', {}, el('h3', {},
    `${title} (${list.length})`), longList(list, x => el('li', {},
    typeof x === 'string' ? x : [x.Number, x.Name].filter(Boolean).join(' ') ||
      JSON.stringify(x))));
}

/** @param {any} s a setting that differs, as `diff --json` has it */
function settingWords(s) {
  const place = [s.Thing, s.Within, s.Setting].filter(Boolean).join(': ');
  return s.Old !== null && s.New !== null ?
    `${place}: ${s.Old} → ${s.New}` : `${place}: ${s.Change}`;
}

/** Settings that differ, and what else does of the database and the archive.
 * @param {any} json */
function others(json) {
  const { Settings = [], SettingsUntold = 0, Database, Archive } = json;
  return [...Settings.map(settingWords),
    ...(SettingsUntold > 0 ? [`and ${SettingsUntold} more settings`] : []),
    ...(Database ? [`The database ${Database}`] : []),
    ...(Archive ? [`The archive: ${Archive}`] : [])];
}

/** @param {any} json
 * @param {string} old  a backup's name
 * @param {string} now  the other's
 * @returns {(Node | false)[]} */
export function differences(json, old, now) {
  const changes = changesOf(json), { Changed, Added, Removed } =
    json.Members ?? {};
  return [changes.length > 0 && el('h3', {}, 'Users'),
    changes.length > 0 && changeTable(changes),
    listOf(`Users only in ${now}`, json.Added),
    listOf(`Users only in ${old}`, json.Removed),
    listOf('Settings and more that differ', others(json)),
    listOf('Files in the backup that differ', Changed),
    listOf(`Files only in ${now}`, Added),
    listOf(`Files only in ${old}`, Removed)];
}
